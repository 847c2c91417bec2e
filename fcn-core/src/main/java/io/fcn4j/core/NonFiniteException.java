package io.fcn4j.core;

/**
 * A NaN or an infinity where numbers are needed; the message names the first layer that made it.
 */
public class NonFiniteException extends FcnException {
  private static final long serialVersionUID = 1L;

  public NonFiniteException(String message) {
    super(message);
  }
}
