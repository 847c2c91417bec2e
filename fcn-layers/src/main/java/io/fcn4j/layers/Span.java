package io.fcn4j.layers;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.Arrays;
import java.util.List;

/**
 * How the operand of Scale or Bias lies in bottom 0.
 *
 * @param operand the shape of the operand
 * @param blocks the shape of bottom 0 seen as outer x operand x inner
 */
record Span(Shape operand, Shape blocks) {
  static void checkNumAxes(int numAxes) {
    if (numAxes < -1) {
      throw new FcnException(
          "number of axes: found %d, expected at least 0, or -1 for all that follow"
              .formatted(numAxes));
    }
  }

  /** The operand is bottom 1, if there is one; else it covers so many axes from {@code axis} on. */
  static Span of(List<Shape> bottoms, int axis, int numAxes) {
    Shape x = bottoms.get(0);
    if (bottoms.size() == 1) {
      return of(x, axis, numAxes < 0 ? x.rank() - x.axis(axis) : numAxes);
    }
    Shape given = bottoms.get(1);
    Span span = of(x, axis, given.rank());
    if (!given.equals(span.operand)) {
      throw new ShapeException(
          "bottom 1 does not fit bottom 0: found %s, expected %s, the axes from %d on"
              .formatted(given, span.operand, x.axis(axis)));
    }
    return span;
  }

  private static Span of(Shape x, int axis, int axes) {
    if (axes == 0) {
      return new Span(Shape.of(), Shape.of(1, 1, x.count()));
    }
    int first = x.axis(axis);
    if (axes > x.rank() - first) {
      throw new ShapeException(
          "found an operand of %d axes from axis %d on, expected at most %d in %s"
              .formatted(axes, first, x.rank() - first, x));
    }
    int end = first + axes;
    return new Span(
        Shape.of(Arrays.copyOfRange(x.dims(), first, end)),
        Shape.of(x.count(0, first), x.count(first, end), x.count(end)));
  }
}
