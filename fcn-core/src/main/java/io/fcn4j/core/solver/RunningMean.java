package io.fcn4j.core.solver;

/** The mean of the last values; a resumed run starts it anew, as Caffe does. */
final class RunningMean {
  private final double[] values;
  private long count;

  RunningMean(int length) {
    values = new double[length];
  }

  void add(double value) {
    values[(int) (count++ % values.length)] = value;
  }

  double value() {
    double sum = 0;
    int filled = (int) Math.min(count, values.length);
    for (int i = 0; i < filled; i++) {
      sum += values[i];
    }
    return sum / filled;
  }
}
