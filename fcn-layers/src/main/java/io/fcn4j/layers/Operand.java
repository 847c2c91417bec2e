package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The smaller operand of Scale or Bias: a parameter, or bottom 1 where {@code index} is -1. */
record Operand(int index) {
  static Operand param(int index) {
    return new Operand(index);
  }

  static Operand bottom1() {
    return new Operand(-1);
  }

  boolean isParam() {
    return index >= 0;
  }

  INDArray value(KernelIo io) {
    return isParam() ? io.param(index) : io.bottom(1);
  }

  INDArray diff(KernelIo io) {
    return isParam() ? io.paramDiff(index) : io.bottomDiff(1);
  }

  boolean wantsDiff(KernelIo io) {
    return isParam() ? io.wantsParamDiff(index) : io.wantsBottomDiff(1);
  }

  /** Sums of the gradients of all repetitions in blocks outer x operand x inner. */
  ChannelSums sums(KernelContext context, Shape blocks) {
    return isParam() ? ChannelSums.addedUp(context, blocks, 1) : ChannelSums.of(context, blocks, 1);
  }
}
