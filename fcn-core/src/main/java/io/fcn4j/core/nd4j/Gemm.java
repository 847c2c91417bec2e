package io.fcn4j.core.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products of 2-D c-order arrays, straight into their memory. */
public final class Gemm {
  private Gemm() {}

  /** {@code c = alpha * op(a) * op(b) + beta * c}, where op transposes if asked. */
  public static void run(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c, double beta) {
    // BLAS wants column-major results: a row-major c is the transposed product in column-major.
    Nd4j.gemm(b.transpose(), a.transpose(), c.transpose(), transposeB, transposeA, 1.0, beta);
  }
}
