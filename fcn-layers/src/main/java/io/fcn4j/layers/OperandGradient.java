package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Gemm;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of an operand that is repeated over blocks outer x operand x inner: the sums over
 * outer and inner. They are matrix products with ones, because BLAS adds faster and with less
 * rounding than ND4J's reductions do.
 */
final class OperandGradient {
  private final Operand operand;
  private final Slot ones;
  private final Slot sums;
  private final Views.Of<INDArray> repetitions;
  private final Views.Of<INDArray> innerOnes;
  private final Views.Of<INDArray> outerOnes;
  private final Views.Of<INDArray> innerSums;
  private final Views.Of<INDArray> outerAddends;
  private final Views.Of<INDArray> diff;

  OperandGradient(Operand operand, Shape blocks, KernelContext context) {
    this.operand = operand;
    long outer = blocks.dim(0);
    long size = blocks.dim(1);
    long inner = blocks.dim(2);
    ones = context.scratch(Shape.of(Math.max(outer, inner)));
    sums = context.scratch(Shape.of(outer * size));
    repetitions = new Views.Of<>(x -> Views.reshape(x, outer * size, inner));
    innerOnes = new Views.Of<>(x -> Views.reshape(x, inner, 1));
    outerOnes = new Views.Of<>(x -> Views.reshape(x, 1, outer));
    innerSums = new Views.Of<>(x -> Views.reshape(x, outer * size, 1));
    outerAddends = new Views.Of<>(x -> Views.reshape(x, outer, size));
    diff = new Views.Of<>(x -> Views.reshape(x, 1, size));
  }

  /** Sums the gradients of all repetitions up, if the operand wants its gradient. */
  void sum(KernelIo io, INDArray gradients) {
    if (!operand.wantsDiff(io)) {
      return;
    }
    INDArray one = io.slot(ones).assign(1f);
    INDArray sum = io.slot(sums);
    Gemm.run(repetitions.of(gradients), false, innerOnes.of(one), false, innerSums.of(sum), 0);
    double kept = operand.isParam() ? 1 : 0;
    INDArray target = diff.of(operand.diff(io));
    Gemm.run(outerOnes.of(one), false, outerAddends.of(sum), false, target, kept);
  }
}
