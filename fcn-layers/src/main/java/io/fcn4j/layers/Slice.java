package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the bottom along an axis, each piece a top of its own: Caffe's Slice.
 *
 * <p>Shapes: tops like the bottom but for {@code axis}, whose sizes add up to that of the bottom.
 *
 * @param axis Caffe's default is 1, channels; negative values count from the end
 * @param tops how many pieces
 * @param slicePoints Caffe's {@code slice_point}: where the pieces from the second on start; empty
 *     for pieces of equal size
 */
public record Slice(int axis, int tops, List<Long> slicePoints) implements Layer {
  public Slice {
    slicePoints = List.copyOf(slicePoints);
    if (tops < 1) {
      throw new FcnException("slice: found %d tops, expected at least 1".formatted(tops));
    }
    if (!slicePoints.isEmpty() && slicePoints.size() != tops - 1) {
      throw new FcnException(
          "slice points: found %s for %d tops, expected %d".formatted(slicePoints, tops, tops - 1));
    }
    long previous = 0;
    for (long point : slicePoints) {
      if (point <= previous) {
        throw new FcnException(
            "slice points: found %s, expected them above 0 and each above the one before"
                .formatted(slicePoints));
      }
      previous = point;
    }
  }

  @Override
  public Arity arity() {
    return Arity.of(1, tops);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape x = bottoms.get(0);
    long size = x.dim(axis);
    List<Shape> shapes = new ArrayList<>();
    long start = 0;
    for (long end : ends(size)) {
      shapes.add(x.with(axis, end - start));
      start = end;
    }
    return shapes;
  }

  private List<Long> ends(long size) {
    List<Long> ends = new ArrayList<>(slicePoints);
    if (slicePoints.isEmpty()) {
      if (size % tops != 0) {
        throw new ShapeException(
            "axis %d: found size %d, expected a multiple of the %d tops"
                .formatted(axis, size, tops));
      }
      for (int i = 1; i < tops; i++) {
        ends.add(i * (size / tops));
      }
    } else if (slicePoints.get(tops - 2) >= size) {
      throw new ShapeException(
          "axis %d: found slice points %s, expected them below its size %d"
              .formatted(axis, slicePoints, size));
    }
    ends.add(size);
    return ends;
  }

  @Override
  public CoordMap coordMap() {
    return ImageAxes.coordMap(axis);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Parts values = new Parts(context.bottom(), context.tops(), axis);
    Parts diffs = new Parts(context.bottom(), context.tops(), axis);
    return Kernel.of(
        io -> values.split(io.bottom(), i -> true, io::top),
        io -> diffs.join(io::topDiff, io.bottomDiff()));
  }
}
