package io.fcn4j.core;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The immutable dimensions of a blob; prints {@code 1x3x500x500}. Every dimension is at least 1,
 * and there are at most 2^44 elements. A shape without dimensions is a scalar (a loss) of one
 * element.
 */
public final class Shape {
  /** What ND4J allows. */
  private static final int MAX_RANK = 32;

  /** 70 terabytes of float32: so much less than 2^63 that bytes, and sums of them, are exact. */
  private static final long MAX_COUNT = 1L << 44;

  private final long[] dims;

  private Shape(long[] dims) {
    this.dims = dims;
    if (dims.length > MAX_RANK) {
      throw new ShapeException(
          "the shape has %d axes, expected at most %d".formatted(dims.length, MAX_RANK));
    }
    long count = 1;
    for (long dim : dims) {
      if (dim < 1) {
        throw new ShapeException("shape " + this + ": every dimension must be at least 1");
      }
      if (dim > MAX_COUNT / count) {
        throw new ShapeException("shape " + this + ": more elements than any memory holds");
      }
      count *= dim;
    }
  }

  public static Shape of(long... dims) {
    return new Shape(dims.clone());
  }

  /** Reads what {@link #toString} prints. */
  public static Shape parse(String text) {
    try {
      return new Shape(Arrays.stream(text.split("x", -1)).mapToLong(Long::parseLong).toArray());
    } catch (NumberFormatException e) {
      throw new ShapeException("'" + text + "' is not a shape; write it as 1x3x500x500");
    }
  }

  public int rank() {
    return dims.length;
  }

  /** The size along an axis; negative axes count from the end, as in Caffe. */
  public long dim(int axis) {
    return dims[axis(axis)];
  }

  /** The axis with negative values resolved; throws if this shape lacks it. */
  public int axis(int axis) {
    int resolved = axis < 0 ? axis + dims.length : axis;
    if (resolved < 0 || resolved >= dims.length) {
      throw new ShapeException("axis " + axis + " does not exist in shape " + this);
    }
    return resolved;
  }

  /** The first axis: images in the batch. */
  public long n() {
    return dim(0);
  }

  /** The second axis: channels. */
  public long c() {
    return dim(1);
  }

  /** The third axis: rows. */
  public long h() {
    return dim(2);
  }

  /** The fourth axis: columns. */
  public long w() {
    return dim(3);
  }

  /** The number of elements. */
  public long count() {
    return count(0, dims.length);
  }

  /** The number of elements from an axis on. */
  public long count(int from) {
    return count(from, dims.length);
  }

  /** The number of elements of the axes {@code from} (inclusive) to {@code to} (exclusive). */
  public long count(int from, int to) {
    long count = 1;
    for (int i = from; i < to; i++) {
      count *= dims[i];
    }
    return count;
  }

  /** This shape with one dimension replaced. */
  public Shape with(int axis, long size) {
    long[] copy = dims.clone();
    copy[axis(axis)] = size;
    return new Shape(copy);
  }

  public long[] dims() {
    return dims.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return dims.length == 0
        ? "scalar"
        : Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }
}
