package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.Slot;
import io.fcn4j.core.UnaryLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * Spatial pyramid pooling (He et al. 2014): a vector of one length for images of any size. Level l
 * of the pyramid pools each channel into 2^l x 2^l bins of ceil(H / 2^l) x ceil(W / 2^l) cells,
 * with as much padding as centres them, half a cell more where it is odd.
 *
 * <p>Shapes: N x C x H x W to N x C(1 + 4 + ... + 4^(pyramidHeight - 1)), level by level, each in
 * the order of Flatten; as in Caffe, a single level stays N x C x 1 x 1. It has no image
 * coordinates. Bins and gradients are those of {@link Pooling}.
 *
 * <p>Caffe type SPP; pool MAX. Throws {@link ShapeException} if some bins of a level would hold
 * padding alone (Caffe refuses it too).
 *
 * @param pyramidHeight Caffe's {@code pyramid_height}: the number of levels
 * @param method Caffe's {@code pool}
 */
public record Spp(int pyramidHeight, Pooling.Method method) implements UnaryLayer {
  public Spp {
    if (pyramidHeight < 1) {
      throw new FcnException(
          "pyramid height: found %d, expected at least 1".formatted(pyramidHeight));
    }
  }

  /** With the mean of each bin. */
  public Spp average() {
    return new Spp(pyramidHeight, Pooling.Method.AVE);
  }

  @Override
  public String type() {
    return "SPP";
  }

  @Override
  public Shape shape(Shape x) {
    Window.requireImage(x);
    long length = 0;
    for (int level = 0; level < pyramidHeight; level++) {
      length += pooling(x, level).shapes(List.of(x)).get(0).count(1);
    }
    return pyramidHeight == 1 ? Shape.of(x.n(), length, 1, 1) : Shape.of(x.n(), length);
  }

  private Pooling pooling(Shape x, int level) {
    Window window = new Window(bins(x.h(), 1L << level), bins(x.w(), 1L << level));
    return new Pooling(method, window, Pooling.RoundMode.CEIL, false, false);
  }

  private static Window.Axis bins(long cells, long bins) {
    long kernel = (cells + bins - 1) / bins;
    long pad = (kernel * bins - cells + 1) / 2;
    if (pad >= kernel) {
      throw new ShapeException(
          ("found %d cells for %d bins of %d, which need a pad of %d, expected one below the size"
                  + " of a bin; reduce the pyramid height or choose another image size")
              .formatted(cells, bins, kernel, pad));
    }
    return new Window.Axis(
        Math.toIntExact(kernel), Math.toIntExact(kernel), Math.toIntExact(pad), 1);
  }

  @Override
  public CoordMap coordMap() {
    return CoordMap.UNDEFINED;
  }

  @Override
  public Capabilities capabilities() {
    return pooling(Shape.of(1, 1, 1, 1), 0).capabilities();
  }

  @Override
  public Kernel kernel(KernelContext c) {
    return new Pyramid(c);
  }

  private final class Pyramid implements Kernel {
    private final List<Pool> pools = new ArrayList<>();
    private final List<Slot> maps = new ArrayList<>();
    private final Slot addend;
    private final Parts values;
    private final Parts diffs;

    Pyramid(KernelContext c) {
      Shape x = c.bottom();
      List<Shape> shapes = new ArrayList<>();
      for (int level = 0; level < pyramidHeight; level++) {
        Pooling pooling = pooling(x, level);
        Shape map = pooling.shapes(c.bottoms()).get(0);
        shapes.add(map);
        maps.add(c.scratch(map));
        pools.add(pooling.pool(c, map));
      }
      addend = pyramidHeight > 1 ? c.backwardScratch(x) : new Slot(x);
      values = new Parts(c.top(), shapes, 1);
      diffs = new Parts(c.top(), shapes, 1);
    }

    @Override
    public void forward(KernelIo io) {
      for (int level = 0; level < pyramidHeight; level++) {
        pools.get(level).forward(io, io.slot(maps.get(level)));
      }
      values.join(level -> io.slot(maps.get(level)), io.top());
    }

    @Override
    public void backward(KernelIo io) {
      diffs.split(io.topDiff(), level -> true, level -> io.slot(maps.get(level)));
      pools.get(0).backward(io, io.bottomDiff(), io.slot(maps.get(0)));
      for (int level = 1; level < pyramidHeight; level++) {
        pools.get(level).backward(io, io.slot(addend), io.slot(maps.get(level)));
        io.bottomDiff().addi(io.slot(addend));
      }
    }
  }
}
