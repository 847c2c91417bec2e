package io.fcn4j.core;

/** Not enough memory for a plan or for parameters; the message lists the largest and what to do. */
public class MemoryException extends FcnException {
  private static final long serialVersionUID = 1L;

  public MemoryException(String message) {
    super(message);
  }
}
