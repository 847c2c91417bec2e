package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.layers.Convolution;

/**
 * A convolution by oneDNN, and the ReLU after it if there is one.
 *
 * @param winograd whether by Winograd's minimal filtering (Lavin and Gray 2015), which oneDNN has
 *     for 3x3 windows of stride 1
 * @param narrow whether the bottom and the weights are rounded to bfloat16
 */
record DnnConvolution(
    Convolution layer, Format in, Format out, boolean relu, boolean winograd, boolean narrow)
    implements Lowered {

  @Override
  public Capabilities capabilities() {
    return relu ? new Capabilities(false, true, true, false, false) : Capabilities.READS_BOTTOMS;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new WeightedKernel(natives -> new ConvolutionDescs(natives, this), relu, context);
  }

  /** This one by Winograd's algorithm, whose images are blocked. */
  DnnConvolution byWinograd() {
    return new DnnConvolution(layer, in.in(Layout.BLOCKED), out, relu, true, narrow);
  }

  DnnConvolution narrowed() {
    return new DnnConvolution(layer, in, out, relu, winograd, true);
  }

  DnnConvolution in(Layout bottom, Layout top) {
    return new DnnConvolution(layer, in.in(bottom), out.in(top), relu, winograd, narrow);
  }

  /** Whether oneDNN has a fast implementation of it. */
  boolean isFast() {
    try (Natives natives = new Natives()) {
      return new ConvolutionDescs(natives, this).isFast();
    }
  }
}
