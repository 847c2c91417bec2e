package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Locality;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cross-correlation of every image with {@code numOutput} kernels (the kernel is not flipped), with
 * zeros in the padding:
 *
 * <pre>
 * y[n,o,i,j] = b[o] + sum_{c,u,v} w[o,c,u,v] x[n, c, i stride - pad + u dilation, ...]
 * </pre>
 *
 * <p>Shapes: N x C x H x W to N x numOutput x H' x W' with H' = floor((H + 2 pad - extent) /
 * stride) + 1, extent = (kernel - 1) dilation + 1. Output channels of group g see the input
 * channels of group g only. Parameters: weight numOutput x C/group x h x w, bias numOutput.
 *
 * <p>Caffe type Convolution; stride 1, pad 0, dilation 1, group 1, with bias; for fillers see
 * {@link Weights#DEFAULT}. Throws {@link ShapeException} if channels don't divide by the group or
 * the padded image is smaller than the kernel.
 *
 * @param numOutput channels of the top
 * @param group Caffe's group
 */
public record Convolution(int numOutput, int group, Window window, Weights weights)
    implements UnaryLayer, Dilated<Convolution>, Weighted<Convolution> {

  @Override
  public Convolution window(Window window) {
    return new Convolution(numOutput, group, window, weights);
  }

  @Override
  public Convolution weights(Weights weights) {
    return new Convolution(numOutput, group, window, weights);
  }

  public Convolution group(int group) {
    return new Convolution(numOutput, group, window, weights);
  }

  @Override
  public Shape shape(Shape x) {
    Window.requireImage(x);
    Groups.require(group, x.c(), numOutput);
    return window.convolved(x, numOutput);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return weights.params(weight(bottoms.get(0)), numOutput);
  }

  private Shape weight(Shape x) {
    return Shape.of(numOutput, x.c() / group, window.y().kernel(), window.x().kernel());
  }

  @Override
  public CoordMap coordMap() {
    return window.coordMap();
  }

  @Override
  public Locality locality(Phase phase) {
    return window.locality(this::pad);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  @Override
  public long macs(List<Shape> bottoms) {
    Shape x = bottoms.get(0);
    return shape(x).count() * weight(x).count(1);
  }

  @Override
  public Kernel kernel(KernelContext c) {
    Kernel product =
        Columns.suit(window, group, c.bottom(), c.top())
            ? new ByColumns(new Columns(c, window, group, c.bottom(), c.top()))
            : ConvOps.convolution(c, window, group, weight(c.bottom()));
    return weights.bias() ? new BiasTerm(product, c, 1) : product;
  }

  private static final class ByColumns implements Kernel {
    private final Columns columns;

    ByColumns(Columns columns) {
      this.columns = columns;
    }

    @Override
    public void forward(KernelIo io) {
      INDArray[] x = columns.images.of(io.bottom());
      INDArray[] y = columns.maps.of(io.top());
      INDArray[] w = columns.weights.of(io.param(0));
      for (int p = 0; p < x.length; p++) {
        columns.gather(w[p % w.length], columns.of(io, x[p]), y[p]);
      }
    }

    @Override
    public void backward(KernelIo io) {
      INDArray[] dy = columns.maps.of(io.topDiff());
      if (io.wantsParamDiff(0)) {
        INDArray[] x = columns.images.of(io.bottom());
        INDArray[] dw = columns.weights.of(io.paramDiff(0));
        for (int p = 0; p < x.length; p++) {
          columns.addWeightDiff(dy[p], columns.of(io, x[p]), dw[p % dw.length]);
        }
      }
      if (io.wantsBottomDiff(0)) {
        INDArray[] dx = columns.images.of(io.bottomDiff());
        INDArray[] w = columns.weights.of(io.param(0));
        for (int p = 0; p < dx.length; p++) {
          columns.scatter(io, w[p % w.length], dy[p], dx[p]);
        }
      }
    }
  }
}
