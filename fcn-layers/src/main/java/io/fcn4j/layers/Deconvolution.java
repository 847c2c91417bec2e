package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learned or bilinear upsampling (section 3.3 of the paper): the transpose of {@link Convolution}.
 * Every cell of the bottom adds its kernel, scaled, to its window of the top.
 *
 * <p>Shapes: N x C x H x W to N x numOutput x H' x W' with H' = stride (H - 1) + extent - 2 pad,
 * extent = (kernel - 1) dilation + 1. Parameters: weight C x numOutput/group x h x w (input
 * channels first, so the fan-in of fillers is what Caffe takes it for), bias numOutput.
 *
 * <p>Caffe type Deconvolution; stride 1, pad 0, dilation 1, group 1, with bias; for fillers see
 * {@link Weights#DEFAULT}. Throws {@link ShapeException} if channels don't divide by the group, the
 * pad leaves nothing, or a bilinear layer changes the number of channels.
 *
 * @param numOutput channels of the top
 * @param group Caffe's group
 */
public record Deconvolution(int numOutput, int group, Window window, Weights weights)
    implements UnaryLayer, Dilated<Deconvolution>, Weighted<Deconvolution> {
  private static final Filler BILINEAR = new Filler.Bilinear(true);

  @Override
  public Deconvolution window(Window window) {
    return new Deconvolution(numOutput, group, window, weights);
  }

  @Override
  public Deconvolution weights(Weights weights) {
    return new Deconvolution(numOutput, group, window, weights);
  }

  public Deconvolution group(int group) {
    return new Deconvolution(numOutput, group, window, weights);
  }

  /** Begins as bilinear interpolation of every channel, at any group, and has no bias. */
  public Deconvolution bilinear() {
    return filler(BILINEAR).noBias();
  }

  @Override
  public Shape shape(Shape x) {
    Window.requireImage(x);
    Groups.require(group, x.c(), numOutput);
    if (weights.filler().equals(BILINEAR) && x.c() != numOutput) {
      throw new ShapeException(
          "found %d channels in, %d out; bilinear upsampling keeps their number"
              .formatted(x.c(), numOutput));
    }
    long h = window.y().deconvolved(x.h());
    long w = window.x().deconvolved(x.w());
    if (h < 1 || w < 1) {
      throw new ShapeException(
          "found a bottom of %s, of which %s leaves a top of %dx%d; reduce the pad"
              .formatted(x, window, h, w));
    }
    return Shape.of(x.n(), numOutput, h, w);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return weights.params(weight(bottoms.get(0)), numOutput);
  }

  private Shape weight(Shape x) {
    return Shape.of(x.c(), numOutput / group, window.y().kernel(), window.x().kernel());
  }

  @Override
  public CoordMap coordMap() {
    return window.transposedCoordMap();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  @Override
  public long macs(List<Shape> bottoms) {
    Shape x = bottoms.get(0);
    return x.count() * weight(x).count(1);
  }

  @Override
  public Kernel kernel(KernelContext c) {
    Kernel product =
        Columns.suit(window, group, c.top(), c.bottom())
            ? new ByColumns(new Columns(c, window, group, c.top(), c.bottom()))
            : ConvOps.deconvolution(c, window, group, weight(c.bottom()));
    return weights.bias() ? new BiasTerm(product, c, 1) : product;
  }

  private static final class ByColumns implements Kernel {
    private final Columns columns;

    ByColumns(Columns columns) {
      this.columns = columns;
    }

    @Override
    public void forward(KernelIo io) {
      INDArray[] x = columns.maps.of(io.bottom());
      INDArray[] y = columns.images.of(io.top());
      INDArray[] w = columns.weights.of(io.param(0));
      for (int p = 0; p < x.length; p++) {
        columns.scatter(io, w[p % w.length], x[p], y[p]);
      }
    }

    @Override
    public void backward(KernelIo io) {
      INDArray[] dy = columns.images.of(io.topDiff());
      INDArray[] w = columns.weights.of(io.param(0));
      for (int p = 0; p < dy.length; p++) {
        INDArray seen = columns.of(io, dy[p]);
        if (io.wantsParamDiff(0)) {
          INDArray[] dw = columns.weights.of(io.paramDiff(0));
          columns.addWeightDiff(columns.maps.of(io.bottom())[p], seen, dw[p % dw.length]);
        }
        if (io.wantsBottomDiff(0)) {
          columns.gather(w[p % w.length], seen, columns.maps.of(io.bottomDiff())[p]);
        }
      }
    }
  }
}
