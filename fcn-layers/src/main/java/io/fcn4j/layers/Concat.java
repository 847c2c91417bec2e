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
import java.util.List;

/**
 * The bottoms one after the other along an axis: Caffe's Concat.
 *
 * <p>Shapes: equal but for {@code axis}, whose sizes add up.
 *
 * @param axis default 1, channels; negative values count from the end
 */
public record Concat(int axis) implements Layer {
  @Override
  public Arity arity() {
    return Arity.atLeast(1, 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape first = bottoms.get(0);
    int along = first.axis(axis);
    BottomsDifferException.requireEqualBut(along, bottoms);
    return List.of(first.with(along, bottoms.stream().mapToLong(x -> x.dim(along)).sum()));
  }

  @Override
  public CoordMap coordMap() {
    return ImageAxes.coordMap(axis);
  }

  @Override
  public boolean alignsWith(int bottom) {
    return true;
  }

  @Override
  public Locality locality(Phase phase) {
    return axis == 1 || axis == -3 ? Locality.CELL : Locality.ANY;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Parts values = new Parts(context.top(), context.bottoms(), axis);
    Parts diffs = new Parts(context.top(), context.bottoms(), axis);
    return Kernel.of(
        io -> values.join(io::bottom, io.top()),
        io -> diffs.split(io.topDiff(), io::wantsBottomDiff, io::bottomDiff));
  }
}
