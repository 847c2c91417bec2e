package io.fcn4j.core.nd4j;

/** Matrix products of 2-D arrays by BLAS, straight into the memory of the result. */
public final class Gemm {
  private Gemm() {}

  /**
   * The op {@code c = op(a) op(b) + beta c}, where op transposes if asked: {@code run(c, a, b)}.
   * Every array must have stride 1 along one axis. With beta 0 the old content of c is not read.
   */
  public static NdOp of(boolean transposeA, boolean transposeB, double beta) {
    // The helper copies operands into its own layouts and makes and frees them at every call.
    return NdOp.named("matmul")
        .ints(transposeA ? 1 : 0, transposeB ? 1 : 0, 0)
        .floats(1, beta)
        .withoutHelpers();
  }
}
