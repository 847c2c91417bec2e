package io.fcn4j.core;

import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Caffe's Crop: cuts bottom 0 to the size of bottom 1 from {@code axis} on, starting at {@code
 * offsets} (one for all axes, or one for each). {@link NetBuilder#cropLike} derives the offsets, so
 * that nobody has to type one.
 *
 * <p>Shapes: bottom 0 of any rank; top like bottom 0 before {@code axis} and like bottom 1 from
 * there on. Gradient: zero outside the window; none flows to bottom 1.
 */
public record Crop(int axis, List<Long> offsets) implements Layer {
  public Crop {
    offsets = offsets.isEmpty() ? List.of(0L) : List.copyOf(offsets);
  }

  @Override
  public Arity arity() {
    return Arity.of(2, 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape x = bottoms.get(0);
    Shape reference = bottoms.get(1);
    int first = x.axis(axis);
    if (x.rank() != reference.rank()) {
      throw new ShapeException(
          "bottoms differ in rank: found " + x + " and reference " + reference);
    }
    if (offsets.size() != 1 && offsets.size() != x.rank() - first) {
      throw new ShapeException(
          "found %d offsets for the %d axes from %d on; give one, or one for each"
              .formatted(offsets.size(), x.rank() - first, first));
    }
    Shape top = x;
    for (int i = first; i < x.rank(); i++) {
      if (offset(i - first) < 0 || x.dim(i) - offset(i - first) < reference.dim(i)) {
        throw new ShapeException(
            ("the window does not fit: found %s cut at axis %d from %d on, expected room for %d as"
                    + " in the reference %s; a larger input or more padding makes it fit")
                .formatted(x, i, offset(i - first), reference.dim(i), reference));
      }
      top = top.with(i, reference.dim(i));
    }
    return List.of(top);
  }

  /** The offset along every axis of a bottom of that shape. */
  public List<Long> offsets(Shape bottom) {
    int first = bottom.axis(axis);
    return IntStream.range(0, bottom.rank())
        .mapToObj(i -> i < first ? 0 : offset(i - first))
        .toList();
  }

  private long offset(int i) {
    return offsets.get(offsets.size() == 1 ? 0 : i);
  }

  @Override
  public CoordMap coordMap() {
    boolean spatial = axis == 2 || axis == -2;
    return spatial
        ? CoordMap.of(CoordMap.Axis.offset(offset(0)), CoordMap.Axis.offset(offset(1)))
        : CoordMap.UNDEFINED;
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return bottom == 0;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    long[] window = context.top().dims();
    Views.Of<INDArray> inBottom = new Views.Of<>(x -> window(x, window));
    Views.Of<INDArray> inDiff = new Views.Of<>(x -> window(x, window));
    NdOp forward = NdOp.named("assign");
    NdOp backward = NdOp.named("assign");
    return Kernel.of(
        io -> forward.run(io.top(), io.top(), inBottom.of(io.bottom())),
        io -> {
          io.bottomDiff().assign(0f);
          INDArray target = inDiff.of(io.bottomDiff());
          backward.run(target, target, io.topDiff());
        });
  }

  private INDArray window(INDArray x, long[] shape) {
    int first = axis < 0 ? axis + shape.length : axis;
    long start = 0;
    for (int i = first; i < shape.length; i++) {
      start += offset(i - first) * x.stride(i);
    }
    return Views.strided(x, start, shape, x.stride());
  }
}
