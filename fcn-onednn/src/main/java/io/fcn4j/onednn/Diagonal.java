package io.fcn4j.onednn;

import io.fcn4j.core.nd4j.Host;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights C x C x h x w that are zero but from each channel to itself. */
final class Diagonal {
  private Diagonal() {}

  static boolean is(INDArray weights) {
    long channels = weights.size(0);
    int area = Math.toIntExact(weights.size(2) * weights.size(3));
    float[] row = new float[Math.toIntExact(channels * area)];
    for (int c = 0; c < channels; c++) {
      Host.read(weights, (long) c * row.length, row, row.length);
      for (int i = 0; i < row.length; i++) {
        if (row[i] != 0 && i / area != c) {
          return false;
        }
      }
    }
    return true;
  }
}
