package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.Views;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves elements between little-endian bytes and arrays, in chunks of a megabyte of float32; the
 * tools that readers and writers of weight files share.
 */
public final class Elements {
  /** As many elements are moved at once. */
  public static final int CHUNK = 1 << 18;

  private Elements() {}

  /**
   * What bytes are read from; the contract of {@link java.io.InputStream#read(byte[], int, int)}.
   */
  interface Source {
    int read(byte[] into, int offset, int length) throws IOException;
  }

  /** A dense float32 array in c order whose values are whatever the memory held. */
  public static INDArray create(Shape shape) {
    return Nd4j.createUninitialized(DataType.FLOAT, shape.dims(), 'c');
  }

  /** Overwrites an array with the next {@code target.length()} elements of a source. */
  static void read(Source source, ElementType type, INDArray target) throws IOException {
    long count = target.length();
    float[] values = new float[(int) Math.min(CHUNK, count)];
    byte[] bytes = new byte[values.length * type.bytes()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < count; at += values.length) {
      int chunk = (int) Math.min(values.length, count - at);
      int missing = missing(source, bytes, chunk * type.bytes());
      if (missing > 0) {
        long found = (at + chunk) * type.bytes() - missing;
        throw new EOFException(
            "the data ends after " + found + " of " + count * type.bytes() + " bytes; truncated");
      }
      type.decode(buffer, values, chunk);
      Host.write(values, chunk, target, at);
    }
  }

  /** Writes an array as float32 in c order. */
  public static void write(INDArray array, OutputStream out) throws IOException {
    INDArray source = plain(array);
    try {
      writePlain(source, out);
    } finally {
      if (source != array) {
        source.close();
      }
    }
  }

  private static void writePlain(INDArray source, OutputStream out) throws IOException {
    long count = source.length();
    float[] values = new float[(int) Math.min(CHUNK, count)];
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < count; at += values.length) {
      int chunk = (int) Math.min(values.length, count - at);
      Host.read(source, at, values, chunk);
      buffer.asFloatBuffer().put(values, 0, chunk);
      out.write(bytes, 0, chunk * Float.BYTES);
    }
  }

  /** Refuses an array that elements cannot be read into. */
  public static void requireTarget(String name, Shape found, INDArray target) {
    if (target.length() != found.count()) {
      throw new ShapeException(
          "'" + name + "': found " + found + ", expected as many elements as " + shape(target));
    }
    if (!isPlain(target)) {
      throw new FcnException(
          "'" + name + "' can only be read into a dense float32 array in c order");
    }
  }

  /** Refuses a length that a file is too short for, before memory is taken for it. */
  public static void requireRoom(String what, long begin, long bytes, long fileEnd)
      throws EOFException {
    if (bytes > fileEnd - begin) {
      throw new EOFException(
          what
              + " takes "
              + bytes
              + " bytes from byte "
              + begin
              + " on, but the file ends at byte "
              + fileEnd
              + "; it is truncated or damaged");
    }
  }

  /** The shape of an array that has elements; ND4J gives an empty one the shape of a scalar. */
  public static Shape shape(INDArray array) {
    if (array.isEmpty()) {
      throw new ShapeException("found an array without elements, expected at least one");
    }
    return Shape.of(array.shape());
  }

  /** The array itself if it is dense float32 in c order, a copy that is so otherwise. */
  static INDArray plain(INDArray array) {
    return isPlain(array) ? array : create(shape(array)).assign(array);
  }

  private static boolean isPlain(INDArray array) {
    if (array.dataType() != DataType.FLOAT) {
      return false;
    }
    long[] dense = Views.cOrder(array.shape());
    for (int axis = 0; axis < dense.length; axis++) {
      if (array.size(axis) > 1 && array.stride(axis) != dense[axis]) {
        return false;
      }
    }
    return true;
  }

  /** Fills the front of a buffer and returns how many bytes the source lacked. */
  private static int missing(Source source, byte[] into, int length) throws IOException {
    int at = 0;
    while (at < length) {
      int read = source.read(into, at, length - at);
      if (read < 0) {
        break;
      }
      at += read;
    }
    return length - at;
  }
}
