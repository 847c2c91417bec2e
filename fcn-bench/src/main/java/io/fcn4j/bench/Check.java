package io.fcn4j.bench;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a benchmark asserts of its results. JMH reports the benchmark as failed if it throws. */
final class Check {
  private Check() {}

  static void that(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  static void finite(INDArray array) {
    double sum = array.sumNumber().doubleValue();
    that(Double.isFinite(sum), "found values that are not finite; their sum is " + sum);
  }

  /** Whether no value is off by more than {@code tolerance} times the range of what is expected. */
  static void agree(INDArray found, INDArray expected, double tolerance) {
    that(
        found.equalShapes(expected),
        "found a shape of "
            + Arrays.toString(found.shape())
            + ", expected "
            + Arrays.toString(expected.shape()));
    double range = expected.maxNumber().doubleValue() - expected.minNumber().doubleValue();
    double worst = found.sub(expected).amaxNumber().doubleValue();
    // Not "worst > ...": NaN must fail.
    that(
        range > 0 && worst <= tolerance * range,
        "found a deviation of " + worst + " on a range of " + range + ", expected " + tolerance);
  }
}
