package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Values up and gradients down unchanged, perhaps under another shape; nothing to do in place. */
final class PassThrough implements Kernel {
  private final Views.Of<INDArray> bottom;
  private final Views.Of<INDArray> topDiff;
  private final NdOp forward = NdOp.named("assign");
  private final NdOp backward = NdOp.named("assign");

  PassThrough(KernelContext context) {
    bottom = new Views.Of<>(x -> Views.reshape(x, context.top().dims()));
    topDiff = new Views.Of<>(x -> Views.reshape(x, context.bottom().dims()));
  }

  @Override
  public void forward(KernelIo io) {
    if (!io.inPlace()) {
      forward.run(io.top(), io.top(), bottom.of(io.bottom()));
    }
  }

  @Override
  public void backward(KernelIo io) {
    if (!io.inPlace()) {
      backward.run(io.bottomDiff(), io.bottomDiff(), topDiff.of(io.topDiff()));
    }
  }
}
