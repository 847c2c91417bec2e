package io.fcn4j.layers;

import static java.util.Objects.requireNonNull;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a loss by bottom 0, made by forward and kept for backward, which multiplies it by
 * that of the loss.
 */
final class LossGradient {
  private final @Nullable Slot slot;
  private final NdOp multiply = NdOp.named("multiply");

  LossGradient(KernelContext context) {
    slot = context.backward() ? context.kept(context.bottom()) : null;
  }

  /** Whether forward has to make it. */
  boolean isKept() {
    return slot != null;
  }

  INDArray values(KernelIo io) {
    return io.slot(requireNonNull(slot));
  }

  /** Overwrites the diff of a bottom, if that is wanted. */
  void propagate(KernelIo io, int bottom) {
    if (io.wantsBottomDiff(bottom)) {
      multiply.run(io.bottomDiff(bottom), values(io), io.topDiff());
    }
  }
}
