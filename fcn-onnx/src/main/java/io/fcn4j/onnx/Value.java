package io.fcn4j.onnx;

/**
 * One tensor that flows through a model: an input, a constant, or what one operation makes. Names
 * come last, when all values are known; what it comes from is its name if no blob gives one.
 */
final class Value {
  private final String origin;

  Value(String origin) {
    this.origin = origin;
  }

  String origin() {
    return origin;
  }
}
