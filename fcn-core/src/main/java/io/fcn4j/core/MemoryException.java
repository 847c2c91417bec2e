package io.fcn4j.core;

/** Not enough memory for a plan; the message lists the largest buffers and what to do. */
public class MemoryException extends FcnException {
  private static final long serialVersionUID = 1L;

  public MemoryException(String message) {
    super(message);
  }
}
