package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;
import java.util.stream.LongStream;

/**
 * Joins the axes {@code axis} to {@code endAxis} (both included) to one: Caffe's Flatten.
 *
 * <p>Shapes: N x C x H x W gives N x CHW by default.
 *
 * @param axis default 1; negative values count from the end
 * @param endAxis Caffe's {@code end_axis}; default -1; negative values count from the end
 */
public record Flatten(int axis, int endAxis) implements UnaryLayer {
  static final Flatten DEFAULT = new Flatten(1, -1);

  public Flatten axis(int axis) {
    return new Flatten(axis, endAxis);
  }

  public Flatten endAxis(int endAxis) {
    return new Flatten(axis, endAxis);
  }

  @Override
  public Shape shape(Shape x) {
    int first = x.axis(axis);
    int last = x.axis(endAxis);
    if (last < first) {
      throw new ShapeException(
          "found end axis %d before axis %d, expected none before it".formatted(endAxis, axis));
    }
    long[] dims = x.dims();
    return Shape.of(
        LongStream.concat(
                LongStream.concat(
                    LongStream.of(dims).limit(first), LongStream.of(x.count(first, last + 1))),
                LongStream.of(dims).skip(last + 1))
            .toArray());
  }

  @Override
  public CoordMap coordMap() {
    return CoordMap.UNDEFINED;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new PassThrough(context);
  }
}
