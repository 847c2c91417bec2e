package io.fcn4j.layers;

import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The window that slides over an image in a convolution or pooling: Caffe's kernel_size, stride,
 * pad and dilation for rows ({@code y}) and columns ({@code x}).
 */
public record Window(Axis y, Axis x) {
  /** One cell at every place: what all settings default to in Caffe. */
  public static final Window CELL = new Window(Axis.CELL, Axis.CELL);

  public Window kernel(int h, int w) {
    return new Window(y.kernel(h), x.kernel(w));
  }

  public Window stride(int h, int w) {
    return new Window(y.stride(h), x.stride(w));
  }

  public Window pad(int h, int w) {
    return new Window(y.pad(h), x.pad(w));
  }

  public Window dilation(int h, int w) {
    return new Window(y.dilation(h), x.dilation(w));
  }

  public boolean isDilated() {
    return y.dilation > 1 || x.dilation > 1;
  }

  public long area() {
    return (long) y.kernel * x.kernel;
  }

  /** The coordinates of one cell per window. */
  public CoordMap coordMap() {
    return CoordMap.of(
        CoordMap.Axis.window(y.kernel, y.stride, y.pad, y.dilation),
        CoordMap.Axis.window(x.kernel, x.stride, x.pad, x.dilation));
  }

  /** The coordinates of a deconvolution, one window per cell. */
  public CoordMap transposedCoordMap() {
    return CoordMap.of(
        CoordMap.Axis.upsampling(y.kernel, y.stride, y.pad, y.dilation),
        CoordMap.Axis.upsampling(x.kernel, x.stride, x.pad, x.dilation));
  }

  /** What a layer with this window tells of its cells; see {@link Locality.Windows}. */
  Locality locality(Locality.@Nullable Repad repad) {
    return new Locality.Windows(y.locality(), x.locality(), repad);
  }

  /** The integer arguments that ND4J's convolution and pooling ops begin with, and then more. */
  long[] arguments(long... more) {
    return LongStream.concat(
            LongStream.of(
                y.kernel, x.kernel, y.stride, x.stride, y.pad, x.pad, y.dilation, x.dilation),
            LongStream.of(more))
        .toArray();
  }

  /** "kernel 3x3, stride 2x2, pad 1x1", and the dilation if there is one. */
  @Override
  public String toString() {
    String text = "kernel %dx%d, stride %dx%d, pad %dx%d";
    text = text.formatted(y.kernel, x.kernel, y.stride, x.stride, y.pad, x.pad);
    return isDilated() ? text + ", dilation %dx%d".formatted(y.dilation, x.dilation) : text;
  }

  /** The shape of so many maps with a cell per window of an image; throws if there is none. */
  Shape convolved(Shape image, long channels) {
    long h = y.convolved(image.h());
    long w = x.convolved(image.w());
    if (h < 1 || w < 1) {
      throw new ShapeException(
          "found a bottom of %s, expected at least %dx%d for %s; enlarge the image or the pad"
              .formatted(image, y.extent() - 2 * y.pad(), x.extent() - 2 * x.pad(), this));
    }
    return Shape.of(image.n(), channels, h, w);
  }

  static void requireImage(Shape shape) {
    if (shape.rank() != 4) {
      throw new ShapeException(
          "found a bottom of shape " + shape + ", expected 4 axes: N x C x H x W");
    }
  }

  /** A {@link Window} along one axis. */
  public record Axis(int kernel, int stride, int pad, int dilation) {
    public static final Axis CELL = new Axis(1, 1, 0, 1);

    public Axis {
      if (kernel < 1 || stride < 1 || pad < 0 || dilation < 1) {
        throw new ShapeException(
            "found kernel %d, stride %d, pad %d, dilation %d,"
                    .formatted(kernel, stride, pad, dilation)
                + " expected at least 1, 1, 0, 1");
      }
      if ((kernel - 1L) * dilation >= Integer.MAX_VALUE) {
        throw new ShapeException(
            "found kernel %d with dilation %d, expected them to span less than 2^31 cells"
                .formatted(kernel, dilation));
      }
    }

    Locality.Axis locality() {
      return new Locality.Axis(extent(), stride, pad);
    }

    Axis kernel(int size) {
      return new Axis(size, stride, pad, dilation);
    }

    Axis stride(int size) {
      return new Axis(kernel, size, pad, dilation);
    }

    Axis pad(int size) {
      return new Axis(kernel, stride, size, dilation);
    }

    Axis dilation(int size) {
      return new Axis(kernel, stride, pad, size);
    }

    /** From the first to the last cell under the kernel: (kernel - 1) dilation + 1. */
    public int extent() {
      return (kernel - 1) * dilation + 1;
    }

    /** The windows over {@code cells}: floor((cells + 2 pad - extent) / stride) + 1. */
    public long convolved(long cells) {
      return Math.floorDiv(cells + 2L * pad - extent(), stride) + 1;
    }

    /** The cells under {@code windows}: stride (windows - 1) + extent - 2 pad. */
    public long deconvolved(long windows) {
      return Math.multiplyExact(stride, windows - 1) + extent() - 2L * pad;
    }
  }
}
