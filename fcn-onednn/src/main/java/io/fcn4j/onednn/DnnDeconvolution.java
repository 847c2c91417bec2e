package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.Deconvolution;
import java.util.List;

/**
 * A deconvolution by oneDNN.
 *
 * @param depthwise whether only the weights from each channel to itself are looked at: the others
 *     are known to be zero, as they are in bilinear upsampling
 */
record DnnDeconvolution(Deconvolution layer, Format in, Format out, boolean depthwise)
    implements Lowered {

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  @Override
  public long macs(List<Shape> bottoms) {
    long macs = layer.macs(List.of(in.image()));
    return depthwise ? macs / layer.numOutput() : macs;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new WeightedKernel(natives -> new DeconvolutionDescs(natives, this), false, context);
  }

  /** Whether oneDNN has a fast implementation of it. */
  boolean isFast() {
    try (Natives natives = new Natives()) {
      return new DeconvolutionDescs(natives, this).isFast();
    }
  }
}
