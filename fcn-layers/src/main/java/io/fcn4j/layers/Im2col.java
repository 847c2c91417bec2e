package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;

/**
 * What each window sees, as channels: channel (c * h + i) * w + j of a cell is the value at row i,
 * column j of its window in channel c; zeros beyond the image. A 1x1 convolution of this is a
 * convolution with the window. The gradient of a value is the sum of those of its copies.
 *
 * <p>Shapes: N x C x H x W to N x Chw x H' x W' for a kernel of h x w, with H' = floor((H + 2 pad -
 * extent) / stride) + 1 and extent = (kernel - 1) dilation + 1.
 *
 * <p>Caffe type Im2col, of two spatial axes; stride 1, pad 0, dilation 1. Throws {@link
 * ShapeException} for an image that is smaller than the window.
 */
public record Im2col(Window window) implements UnaryLayer, Dilated<Im2col> {
  @Override
  public Im2col window(Window window) {
    return new Im2col(window);
  }

  @Override
  public Shape shape(Shape x) {
    Window.requireImage(x);
    return window.convolved(x, Math.multiplyExact(x.c(), window.area()));
  }

  @Override
  public CoordMap coordMap() {
    return window.coordMap();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext c) {
    Shape x = c.bottom();
    Unrolling unrolling = new Unrolling(window, x.n() * x.c(), x, c.top());
    return Kernel.of(
        io -> unrolling.unroll(io.top(), io.bottom()),
        io -> unrolling.fold(io.bottomDiff(), io.topDiff()));
  }
}
