package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;
import java.util.List;

/**
 * The same values under another shape: Caffe's Reshape. The axes {@code axis} to {@code axis +
 * numAxes} (excluded) are replaced by {@code dims}; the number of elements stays.
 *
 * @param dims the new dimensions; 0 copies the dimension of the bottom at this place, and one -1 is
 *     inferred
 * @param axis where to start; default 0; -1 is behind the last axis
 * @param numAxes Caffe's {@code num_axes}; default -1, all that follow
 */
public record Reshape(List<Long> dims, int axis, int numAxes) implements UnaryLayer {
  public Reshape {
    dims = List.copyOf(dims);
    if (dims.stream().anyMatch(dim -> dim < -1)
        || dims.stream().filter(dim -> dim == -1).count() > 1) {
      throw new FcnException(
          "dims: found %s, expected sizes, 0 to copy one, and at most one -1 to infer it"
              .formatted(dims));
    }
    if (numAxes < -1) {
      throw new FcnException(
          "number of axes: found %d, expected at least 0, or -1 for all that follow"
              .formatted(numAxes));
    }
  }

  public Reshape axis(int axis) {
    return new Reshape(dims, axis, numAxes);
  }

  public Reshape numAxes(int numAxes) {
    return new Reshape(dims, axis, numAxes);
  }

  @Override
  public Shape shape(Shape x) {
    int start = axis < 0 ? x.rank() + axis + 1 : axis;
    if (start < 0 || start > x.rank() || numAxes > x.rank() - start) {
      throw new ShapeException(
          "axis %d and %d axes from there: expected to lie within the %d axes of %s"
              .formatted(axis, numAxes, x.rank(), x));
    }
    int end = numAxes < 0 ? x.rank() : start + numAxes;
    long[] top = new long[x.rank() - (end - start) + dims.size()];
    System.arraycopy(x.dims(), 0, top, 0, start);
    System.arraycopy(x.dims(), end, top, start + dims.size(), x.rank() - end);
    long known = x.count(0, start) * x.count(end);
    for (int i = 0; i < dims.size(); i++) {
      top[start + i] = dims.get(i) == 0 ? copied(x, start + i) : dims.get(i);
      known = Math.multiplyExact(known, Math.abs(top[start + i]));
    }
    for (int i = 0; i < dims.size(); i++) {
      if (dims.get(i) == -1 && x.count() % known == 0) {
        top[start + i] = x.count() / known;
        known = x.count();
      }
    }
    if (known != x.count()) {
      throw new ShapeException(
          "found %d elements in %s, which dims %s can't hold".formatted(x.count(), x, dims));
    }
    return Shape.of(top);
  }

  private static long copied(Shape x, int i) {
    if (i >= x.rank()) {
      throw new ShapeException("found a 0 in dims for axis %d, which %s lacks".formatted(i, x));
    }
    return x.dim(i);
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
