package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A product of dense matrices in c order, on arrays that are there: target M x N = left M x K times
 * right K x N, where a transposed factor lies in memory as its transpose.
 */
record Product(
    FloatPointer left,
    FloatPointer right,
    FloatPointer target,
    long m,
    long n,
    long k,
    boolean leftTransposed,
    boolean rightTransposed) {

  static Product of(INDArray left, INDArray right, INDArray target) {
    return new Product(pointer(left), pointer(right), pointer(target), 0, 0, 0, false, false);
  }

  private static FloatPointer pointer(INDArray array) {
    return new FloatPointer(array.data().addressPointer());
  }

  Product sizes(long rows, long columns, long inner) {
    return new Product(left, right, target, rows, columns, inner, leftTransposed, rightTransposed);
  }

  Product transposed(boolean first, boolean second) {
    return new Product(left, right, target, m, n, k, first, second);
  }

  /**
   * Computes it.
   *
   * @param old a factor of what is in the target, to which the product is added; 0 overwrites it
   */
  void run(float old) {
    Dnnl.check(
        dnnl_sgemm(
            letter(leftTransposed),
            letter(rightTransposed),
            m,
            n,
            k,
            1,
            left,
            leftTransposed ? m : k,
            right,
            rightTransposed ? k : n,
            old,
            target,
            n),
        "a product of matrices");
  }

  private static byte letter(boolean transposed) {
    return (byte) (transposed ? 'T' : 'N');
  }
}
