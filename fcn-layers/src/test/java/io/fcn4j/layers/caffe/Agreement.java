package io.fcn4j.layers.caffe;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether two arrays agree up to rounding, measured by the largest value expected. */
public final class Agreement {
  private Agreement() {}

  /**
   * Fails unless the shapes are equal and no value is off by more than {@code tolerance} times the
   * largest magnitude expected.
   */
  public static void require(String what, INDArray found, INDArray expected, double tolerance) {
    Shape shape = Shape.of(expected.shape());
    if (!Shape.of(found.shape()).equals(shape)) {
      throw new AssertionError(
          what + ": found shape " + Shape.of(found.shape()) + ", expected " + shape);
    }
    float[] is = Host.read(found);
    float[] should = Host.read(expected);
    double largest = 0;
    for (float value : should) {
      largest = Math.max(largest, Math.abs(value));
    }
    int wrong = 0;
    int worst = -1;
    double worstDeviation = 0;
    for (int i = 0; i < is.length; i++) {
      double deviation = Math.abs((double) is[i] - should[i]);
      // Not "deviation > ...": NaN must fail.
      if (!(deviation <= tolerance * largest)) {
        wrong++;
        if (worst < 0 || deviation > worstDeviation) {
          worst = i;
          worstDeviation = deviation;
        }
      }
    }
    if (wrong > 0) {
      throw new AssertionError(
          "%s (%s): %d of %d values are off by more than %.0e of the largest, %s;%n"
                  .formatted(what, shape, wrong, is.length, tolerance, largest)
              + "  worst at %s: found %s, expected %s"
                  .formatted(Arrays.toString(position(shape, worst)), is[worst], should[worst]));
    }
  }

  private static long[] position(Shape shape, int index) {
    long[] position = new long[shape.rank()];
    for (int axis = 0; axis < position.length; axis++) {
      position[axis] = index / shape.count(axis + 1) % shape.dim(axis);
    }
    return position;
  }
}
