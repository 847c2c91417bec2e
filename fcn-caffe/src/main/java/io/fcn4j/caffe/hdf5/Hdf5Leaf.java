package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.Elements;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A contiguous data set that is being written. */
final class Hdf5Leaf implements Hdf5Node {
  private static final int DATA_SPACE = 1;
  private static final int DATA_TYPE = 3;
  private static final int FILL_VALUE = 5;
  private static final int LAYOUT = 8;
  private static final int MESSAGES = 4;

  // Class, its bits, bytes of an element; then for numbers the place of their bits.
  private static final int[] FLOAT32 = {
    0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0
  };
  private static final int[] INT32 = {0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0};

  /** Version 2, allocated late, written if set, the default of zero. */
  private static final int[] NO_FILL_VALUE = {2, 2, 2, 1, 0, 0, 0, 0};

  private final byte[] type;
  private final long[] dims;
  private final long dataBytes;
  private final AtomicFile.Content data;
  private int header;
  private long dataAddress;

  private Hdf5Leaf(byte[] type, long[] dims, long dataBytes, AtomicFile.Content data) {
    this.type = type;
    this.dims = dims;
    this.dataBytes = dataBytes;
    this.data = data;
  }

  static Hdf5Leaf floats(INDArray array) {
    long[] dims = Elements.shape(array).dims();
    long bytes = array.length() * Float.BYTES;
    return new Hdf5Leaf(bytes(FLOAT32), dims, bytes, out -> Elements.write(array, out));
  }

  /** One number in an array, as H5LTmake_dataset_int writes it for Caffe. */
  static Hdf5Leaf number(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
    return new Hdf5Leaf(bytes(INT32), new long[] {1}, bytes.length, out -> out.write(bytes));
  }

  /** A text that ends with a zero, as H5LTmake_dataset_string writes it. */
  static Hdf5Leaf text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(utf8, utf8.length + 1);
    byte[] type = new byte[Long.BYTES];
    ByteBuffer.wrap(type).order(ByteOrder.LITTLE_ENDIAN).putInt(0x13).putInt(bytes.length);
    return new Hdf5Leaf(type, new long[0], bytes.length, out -> out.write(bytes));
  }

  @Override
  public int place(int at, Hdf5Tables tables) {
    header = at;
    return header + headerBytes();
  }

  /** Takes room for the data and returns where it ends. */
  long placeData(long at) {
    dataAddress = at;
    return at + dataBytes;
  }

  long dataAddress() {
    return dataAddress;
  }

  long dataBytes() {
    return dataBytes;
  }

  AtomicFile.Content data() {
    return data;
  }

  @Override
  public int address() {
    return header;
  }

  @Override
  public void collect(List<Hdf5Leaf> leaves) {
    leaves.add(this);
  }

  @Override
  public void put(ByteBuffer file) {
    file.position(header);
    Hdf5Header.begin(file, MESSAGES, headerBytes());
    Hdf5Header.message(
        file,
        DATA_SPACE,
        message -> {
          message.put((byte) 1).put((byte) dims.length).putShort((short) 0).putInt(0);
          Arrays.stream(dims).forEach(message::putLong);
        });
    Hdf5Header.message(file, DATA_TYPE, message -> message.put(type));
    Hdf5Header.message(file, FILL_VALUE, message -> message.put(bytes(NO_FILL_VALUE)));
    Hdf5Header.message(
        file, LAYOUT, message -> message.put(bytes(3, 1)).putLong(dataAddress).putLong(dataBytes));
  }

  @Override
  public void putEntry(ByteBuffer file) {
    // Nothing is cached: the reader finds all in the header.
  }

  private int headerBytes() {
    int space = 8 + dims.length * Long.BYTES;
    int layout = Hdf5Header.words(2 + 2 * Long.BYTES);
    int contents = space + Hdf5Header.words(type.length) + NO_FILL_VALUE.length + layout;
    return Hdf5Header.PREFIX_BYTES + MESSAGES * Hdf5Header.MESSAGE_PREFIX_BYTES + contents;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
