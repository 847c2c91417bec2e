package io.fcn4j.core;

/** Shapes that a layer cannot take, or an array of another shape than was asked for. */
public class ShapeException extends FcnException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }
}
