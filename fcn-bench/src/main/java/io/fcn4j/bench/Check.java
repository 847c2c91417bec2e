package io.fcn4j.bench;

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
}
