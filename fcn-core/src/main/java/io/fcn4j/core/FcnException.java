package io.fcn4j.core;

/**
 * The root of this library's exceptions. A message says where, what was found, what was expected
 * and what to do.
 */
public class FcnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FcnException(String message) {
    super(message);
  }

  public FcnException(String message, Throwable cause) {
    super(message, cause);
  }
}
