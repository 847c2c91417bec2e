package io.fcn4j.core;

import java.util.List;

/** Shapes that a layer cannot take, or an array of another shape than was asked for. */
public class ShapeException extends FcnException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }

  public ShapeException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The message for someone who knows the bottoms of the layer by name; by default with a table of
   * them.
   */
  public String describe(List<String> names, List<Shape> bottoms) {
    StringBuilder text = new StringBuilder(getMessage());
    for (int i = 0; i < bottoms.size(); i++) {
      text.append("\n  %-14s %s".formatted(names.get(i), bottoms.get(i)));
    }
    return text.toString();
  }
}
