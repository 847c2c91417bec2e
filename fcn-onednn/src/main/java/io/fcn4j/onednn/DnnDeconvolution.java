package io.fcn4j.onednn;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
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
    implements Layer {

  @Override
  public Arity arity() {
    return Arity.of(1, 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return List.of(out.storage());
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return layer.params(List.of(in.image()));
  }

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
  public String type() {
    return layer.type();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new WeightedKernel(natives -> new DeconvolutionDescs(natives, this), false, context);
  }

  /** Whether oneDNN has a fast implementation of it. */
  boolean isFast() {
    try (Natives natives = new Natives()) {
      return new DeconvolutionDescs(natives, this)
          .forward(false)
          .filter(desc -> !Describe.isReference(desc))
          .isPresent();
    }
  }
}
