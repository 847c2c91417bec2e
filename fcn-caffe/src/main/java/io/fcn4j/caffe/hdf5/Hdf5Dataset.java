package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.nd4j.Host;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A data set in a file, known to lie inside of it. */
record Hdf5Dataset(String path, Hdf5Type type, Shape shape, long address) {
  private static final long UNDEFINED = -1;

  static Hdf5Dataset of(String path, Dataset dataset, long fileEnd) throws IOException {
    String where = "data set '" + path + "'";
    if (!(dataset instanceof ContiguousDataset contiguous)) {
      throw new IOException(
          where
              + " is stored in the layout "
              + dataset.getDataLayout()
              + ", expected CONTIGUOUS as Caffe writes it; convert the file with h5repack -f NONE"
              + " -l CONTI OLD NEW");
    }
    int[] dims = dataset.getDimensions();
    if (dataset.getSize() == 0 || contiguous.getDataAddress() == UNDEFINED) {
      throw new IOException(where + " of shape " + Arrays.toString(dims) + " holds no data");
    }
    Shape shape;
    try {
      shape = Shape.of(Arrays.stream(dims).asLongStream().toArray());
    } catch (ShapeException e) {
      throw new IOException(where + ": " + e.getMessage(), e);
    }
    Hdf5Type type = Hdf5Type.of(dataset.getDataType());
    Hdf5Dataset found = new Hdf5Dataset(path, type, shape, contiguous.getDataAddress());
    Elements.requireRoom(where, found.address, found.bytes(), fileEnd);
    return found;
  }

  /** The data set itself if it is of a kind. */
  Hdf5Dataset require(Hdf5Type.Kind kind) throws IOException {
    if (type.kind() != kind) {
      throw new IOException(
          "data set '" + path + "' holds " + type.name() + ", expected " + kind.description());
    }
    return this;
  }

  /** Where its data ends. */
  long end() {
    return address + bytes();
  }

  /** Overwrites a dense float32 array of as many elements in c order with its numbers. */
  void read(RandomAccessFile file, INDArray target) throws IOException {
    long count = shape.count();
    float[] values = new float[(int) Math.min(Elements.CHUNK, count)];
    byte[] bytes = new byte[values.length * type.bytes()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(type.order());
    file.seek(address);
    for (long at = 0; at < count; at += values.length) {
      int chunk = (int) Math.min(values.length, count - at);
      file.readFully(bytes, 0, chunk * type.bytes());
      decode(buffer, values, chunk);
      Host.write(values, chunk, target, at);
    }
  }

  private void decode(ByteBuffer from, float[] to, int count) {
    if (type.bytes() == Float.BYTES) {
      from.asFloatBuffer().get(to, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[i] = (float) from.getDouble(i * Double.BYTES);
    }
  }

  /** Its only number. */
  int number(RandomAccessFile file) throws IOException {
    byte[] bytes = single(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(type.order());
    long number = bytes.length == Integer.BYTES ? buffer.getInt() : buffer.getLong();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IOException(
          "data set '" + path + "' holds " + number + ", expected 0 to " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  /** Its only text, which ends at its first zero. */
  String text(RandomAccessFile file) throws IOException {
    String padded = new String(single(file), StandardCharsets.UTF_8);
    int end = padded.indexOf('\0');
    return end < 0 ? padded : padded.substring(0, end);
  }

  private byte[] single(RandomAccessFile file) throws IOException {
    if (shape.count() != 1) {
      throw new IOException(
          "data set '" + path + "' is of shape " + shape + ", expected a single element");
    }
    byte[] bytes = new byte[type.bytes()];
    file.seek(address);
    file.readFully(bytes);
    return bytes;
  }

  private long bytes() {
    return shape.count() * type.bytes();
  }
}
