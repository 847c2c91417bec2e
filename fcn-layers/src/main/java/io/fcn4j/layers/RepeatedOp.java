package io.fcn4j.layers;

import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code target = op(source, operand)}, the operand repeated over blocks outer x operand x inner.
 */
final class RepeatedOp {
  private final NdOp op;
  private final Operand operand;
  private final Views.Of<INDArray> targets;
  private final Views.Of<INDArray> sources;
  private final Views.Of<INDArray> values;

  RepeatedOp(String op, Operand operand, Shape blocks) {
    this.op = NdOp.named(op);
    this.operand = operand;
    targets = new Views.Of<>(x -> Views.reshape(x, blocks.dims()));
    sources = new Views.Of<>(x -> Views.reshape(x, blocks.dims()));
    values = new Views.Of<>(x -> Views.reshape(x, 1, blocks.dim(1), 1));
  }

  void run(KernelIo io, INDArray target, INDArray source) {
    op.run(targets.of(target), sources.of(source), values.of(operand.value(io)));
  }
}
