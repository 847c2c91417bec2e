package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.List;

/**
 * The largest or the mean value in every window of every channel.
 *
 * <p>Shapes: N x C x H x W to N x C x H' x W' with H' = ceil((H + 2 pad - kernel) / stride) + 1,
 * one less if padded and the last window would start beyond H + pad. The second top, if asked for,
 * has the same shape.
 *
 * <p>Windows are clipped to the image. MAX takes the first of equal values in row-major order,
 * forward and backward; padding never wins. AVE divides by the area of the window within the padded
 * image, so zeros of the padding count, but not what the rounding up puts beyond them.
 *
 * <p>Caffe type Pooling; stride 1, pad 0, round_mode CEIL. Throws {@link ShapeException} if the pad
 * is not smaller than the kernel or a window would be empty (Caffe answers -FLT_MAX).
 *
 * @param window ignored if {@code global}
 * @param global Caffe's global_pooling: one window, the whole image
 * @param mask whether there is a second top, which tells the place of the maximum in its channel as
 *     row * W + column (MAX only)
 */
public record Pooling(
    Method method, Window window, RoundMode roundMode, boolean global, boolean mask)
    implements Layer, Windowed<Pooling> {
  public Pooling {
    if (window.isDilated()) {
      throw new ShapeException("found " + window + "; pooling has no dilation, as in Caffe");
    }
  }

  /** Caffe's pool. */
  public enum Method {
    MAX,
    AVE
  }

  /** Caffe's round_mode, for the number of windows. */
  public enum RoundMode {
    CEIL,
    FLOOR
  }

  @Override
  public Pooling window(Window window) {
    return new Pooling(method, window, roundMode, global, mask);
  }

  /** With the number of windows rounded down, as most libraries but Caffe have it. */
  public Pooling floor() {
    return new Pooling(method, window, RoundMode.FLOOR, global, mask);
  }

  /** With the places of the maxima as second top. */
  public Pooling withMask() {
    return new Pooling(method, window, roundMode, global, true);
  }

  @Override
  public Arity arity() {
    return Arity.of(1, mask ? 2 : 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape x = bottoms.get(0);
    Window.requireImage(x);
    if (mask && method != Method.MAX) {
      throw new ShapeException("found a mask with " + method + ", expected it with MAX only");
    }
    Window w = windowOn(x);
    boolean padded = w.y().pad() > 0 || w.x().pad() > 0;
    Shape y = Shape.of(x.n(), x.c(), pooled(x.h(), w.y(), padded), pooled(x.w(), w.x(), padded));
    return mask ? List.of(y, y) : List.of(y);
  }

  /** The window on a bottom of that shape, which global pooling takes whole. */
  public Window windowOn(Shape x) {
    return global ? Window.CELL.kernel(Math.toIntExact(x.h()), Math.toIntExact(x.w())) : window;
  }

  private long pooled(long cells, Window.Axis axis, boolean padded) {
    if (axis.pad() >= axis.kernel()) {
      throw new ShapeException(
          "found pad %d with kernel %d; a pad must be smaller, or windows would be empty"
              .formatted(axis.pad(), axis.kernel()));
    }
    long room = cells + 2L * axis.pad() - axis.kernel();
    long steps =
        roundMode == RoundMode.CEIL
            ? -Math.floorDiv(-room, axis.stride())
            : Math.floorDiv(room, axis.stride());
    if (padded && steps * axis.stride() >= cells + axis.pad()) {
      steps--;
    }
    if (steps < 0 || steps * axis.stride() - axis.pad() >= cells) {
      throw new ShapeException(
          "found %d cells, on which kernel %d, stride %d, pad %d has an empty window or none; reduce"
                  .formatted(cells, axis.kernel(), axis.stride(), axis.pad())
              + " the kernel or the stride");
    }
    return steps + 1;
  }

  @Override
  public CoordMap coordMap() {
    return global ? CoordMap.UNDEFINED : window.coordMap();
  }

  @Override
  public Locality locality(Phase phase) {
    return global || mask ? Locality.ANY : window.locality(null);
  }

  @Override
  public Capabilities capabilities() {
    return method == Method.MAX ? Capabilities.READS_BOTTOMS : Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext c) {
    Kernel kernel = pool(c, c.top()).kernel();
    return mask ? new MaxMask(kernel, c, windowOn(c.bottom())) : kernel;
  }

  /** This pooling of bottom 0 into arrays of a shape that is not the top's, perhaps. */
  Pool pool(KernelContext c, Shape y) {
    Window on = windowOn(c.bottom());
    return method == Method.MAX ? Pool.max(on) : new AvePooling(c, on, y);
  }
}
