package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel whose top then gets a bias, parameter 1: a number for every index along an axis. */
final class BiasTerm implements Kernel {
  private final Kernel product;
  private final ChannelSums sums;
  private final Views.Of<INDArray> y;
  private final NdOp add = NdOp.named("biasadd").bools(true);

  BiasTerm(Kernel product, KernelContext c, int axis) {
    this.product = product;
    Shape top = c.top();
    sums = ChannelSums.addedUp(c, top, axis);
    y =
        new Views.Of<>(
            array ->
                Views.reshape(array, top.count(0, axis), top.dim(axis), top.count(axis + 1), 1));
  }

  @Override
  public void forward(KernelIo io) {
    product.forward(io);
    INDArray y = this.y.of(io.top());
    add.run(y, y, io.param(1));
  }

  @Override
  public void backward(KernelIo io) {
    product.backward(io);
    if (io.wantsParamDiff(1)) {
      sums.run(io, io.topDiff(), io.paramDiff(1));
    }
  }
}
