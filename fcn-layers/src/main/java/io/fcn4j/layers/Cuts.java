package io.fcn4j.layers;

import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cuts arrays into equal parts, as views. */
final class Cuts {
  private Cuts() {}

  /** Cuts of such a shape that follow each other in memory. */
  static Views.Of<INDArray[]> consecutive(long... shape) {
    long[] strides = Views.cOrder(shape);
    long count = strides[0] * shape[0];
    return new Views.Of<>(
        array -> {
          INDArray[] parts = new INDArray[Math.toIntExact(array.length() / count)];
          for (int i = 0; i < parts.length; i++) {
            parts[i] = Views.strided(array, i * count, shape, strides);
          }
          return parts;
        });
  }

  /** Slices along an axis. */
  static Views.Of<INDArray[]> along(int axis, int count) {
    return new Views.Of<>(
        array -> {
          if (count == 1) {
            return new INDArray[] {array};
          }
          long size = array.size(axis) / count;
          INDArray[] parts = new INDArray[count];
          for (int i = 0; i < count; i++) {
            parts[i] = Views.slice(array, axis, i * size, (i + 1) * size);
          }
          return parts;
        });
  }
}
