package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of {@code y = (x - mean) scale} with a mean and a scale per channel, in blobs seen
 * as outer x channels x inner. What mean and scale are is up to the layer; the mean is scratch, the
 * scale is kept for backward.
 */
final class Standardization {
  private final double values;
  private final ChannelSums sums;
  private final Slot mean;
  private final Slot scale;
  private final Slot product;
  private final Slot meanProduct;
  private final NdOp subtract = NdOp.named("subtract");
  private final NdOp multiply = NdOp.named("multiply");
  private final Views.Of<INDArray> blobs;
  private final Views.Of<INDArray> channels;

  /**
   * @param moments whether mean and scale come from x itself, so that gradients flow through them
   */
  Standardization(KernelContext c, Shape blocks, boolean moments) {
    Shape perChannel = Shape.of(blocks.dim(1));
    values = (double) blocks.count() / blocks.dim(1);
    sums = ChannelSums.of(c, blocks, 1);
    mean = c.scratch(perChannel);
    scale = c.kept(perChannel);
    product = moments ? c.scratch(blocks) : new Slot(blocks);
    meanProduct = moments ? c.backwardScratch(perChannel) : new Slot(perChannel);
    blobs =
        new Views.Of<>(
            array -> Views.reshape(array, blocks.dim(0), blocks.dim(1), blocks.dim(2), 1));
    channels = new Views.Of<>(array -> Views.reshape(array, 1, blocks.dim(1), 1, 1));
  }

  /** How many values a channel has. */
  double values() {
    return values;
  }

  INDArray mean(KernelIo io) {
    return io.slot(mean);
  }

  INDArray scale(KernelIo io) {
    return io.slot(scale);
  }

  /** Sets the mean to that of an array. */
  void meanOf(KernelIo io, INDArray array) {
    mean(io, array, mean(io));
  }

  /** Sets the scale to the mean square of an array: its variance, if it is centred. */
  INDArray meanSquareOf(KernelIo io, INDArray array) {
    return mean(io, blobs.of(array).muli(blobs.of(array), blobs.of(io.slot(product))), scale(io));
  }

  private INDArray mean(KernelIo io, INDArray array, INDArray target) {
    sums.run(io, array, target);
    return target.divi(values);
  }

  /** {@code y = x - mean}. */
  void center(KernelIo io, INDArray y, INDArray x) {
    subtract.run(blobs.of(y), blobs.of(x), channels.of(mean(io)));
  }

  /** {@code y = x scale}. */
  void rescale(KernelIo io, INDArray y, INDArray x) {
    multiply.run(blobs.of(y), blobs.of(x), channels.of(scale(io)));
  }

  /** {@code dx = (dy - mean(dy) - y mean(dy y)) scale}. */
  void backward(KernelIo io, INDArray dx, INDArray dy, INDArray y) {
    INDArray product = blobs.of(io.slot(this.product));
    INDArray meanProduct = io.slot(this.meanProduct);
    meanOf(io, dy);
    mean(io, blobs.of(y).muli(blobs.of(dy), product), meanProduct);
    multiply.run(product, blobs.of(y), channels.of(meanProduct));
    center(io, dx, dy);
    blobs.of(dx).subi(product);
    rescale(io, dx, dx);
  }
}
