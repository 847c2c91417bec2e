package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel whose top then gets a bias, a parameter that repeats over the top. */
final class BiasTerm implements Kernel {
  private final Kernel product;
  private final int param;
  private final ChannelSums sums;
  private final Views.Of<INDArray> y;
  private final Views.Of<INDArray> bias;
  private final NdOp add = NdOp.named("biasadd").bools(true);

  /** The bias is parameter 1: a number for every index along an axis of the top. */
  BiasTerm(Kernel product, KernelContext c, int axis) {
    this(
        product,
        c,
        Shape.of(c.top().count(0, axis), c.top().dim(axis), c.top().count(axis + 1)),
        1);
  }

  /** The top is seen as outer x bias x inner. */
  BiasTerm(Kernel product, KernelContext c, Shape blocks, int param) {
    this.product = product;
    this.param = param;
    sums = ChannelSums.addedUp(c, blocks, 1);
    y =
        new Views.Of<>(
            array -> Views.reshape(array, blocks.dim(0), blocks.dim(1), blocks.dim(2), 1));
    bias = new Views.Of<>(array -> Views.reshape(array, blocks.dim(1)));
  }

  @Override
  public void forward(KernelIo io) {
    product.forward(io);
    INDArray y = this.y.of(io.top());
    add.run(y, y, bias.of(io.param(param)));
  }

  @Override
  public void backward(KernelIo io) {
    // Before the product's, which may overwrite the diff of the top in place.
    if (io.wantsParamDiff(param)) {
      sums.run(io, io.topDiff(), io.paramDiff(param));
    }
    product.backward(io);
  }
}
