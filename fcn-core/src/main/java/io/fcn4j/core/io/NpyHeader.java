package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The header of a .npy array, a Python literal as {@code {'descr': '<f4', 'fortran_order': False,
 * 'shape': (3, 4), }}.
 */
record NpyHeader(ElementType type, boolean fortranOrder, Shape shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int MAX_LENGTH = 1 << 16;

  private static final Pattern TYPE = item("descr", "['\"]([^'\"]*)['\"]");
  private static final Pattern ORDER = item("fortran_order", "(True|False)");
  private static final Pattern SHAPE = item("shape", "\\(([^)]*)\\)");
  // Python 2 prints long integers as 3L; a tuple may end with a comma.
  private static final Pattern SIZE_END = Pattern.compile("L?\\s*(,\\s*|$)");

  /** Reads the header of a stream of {@code size} bytes, so that the elements come next. */
  static NpyHeader read(BufferedInputStream in, long size) throws IOException {
    in.mark(FileKind.HEAD);
    FileKind kind = FileKind.of(in.readNBytes(FileKind.HEAD));
    in.reset();
    if (kind != FileKind.NPY) {
      throw new IOException("not a .npy array; it looks like " + kind.description());
    }
    in.skipNBytes(MAGIC.length);
    long at = MAGIC.length;
    long version = number(in, at, 2, size);
    at += 2;
    if (version != 1 && version != 2) {
      throw new IOException(
          "found .npy version " + version % 256 + "." + version / 256 + ", expected 1.0 or 2.0");
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    long length = number(in, at, lengthBytes, size);
    at += lengthBytes;
    if (length > MAX_LENGTH) {
      throw new IOException(
          "a header of " + length + " bytes was announced, expected at most " + MAX_LENGTH);
    }
    Elements.requireRoom("the header", at, length, size);
    NpyHeader header = parse(new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1));
    at += length;
    long bytes = header.type().bytes(header.shape());
    Elements.requireRoom(header.type() + " " + header.shape(), at, bytes, size);
    if (at + bytes < size) {
      throw new IOException("bytes " + (at + bytes) + " to " + size + " belong to no element");
    }
    return header;
  }

  /** The bytes before the elements of a float32 array in c order. */
  static byte[] print(Shape shape) {
    String dims =
        Arrays.stream(shape.dims()).mapToObj(Long::toString).collect(Collectors.joining(", "));
    // Python's tuple of one element ends with a comma.
    String tuple = shape.rank() == 1 ? dims + "," : dims;
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
    int begin = MAGIC.length + 2 + Short.BYTES;
    int size = (begin + text.length()) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
    byte[] header = new byte[size];
    Arrays.fill(header, (byte) ' ');
    header[size - 1] = '\n';
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) 1)
        .putShort((short) (size - begin))
        .put(text.getBytes(StandardCharsets.ISO_8859_1));
    return header;
  }

  private static NpyHeader parse(String text) throws IOException {
    ElementType type = ElementType.named(find(TYPE, "descr", text), ElementType::npy);
    boolean fortranOrder = find(ORDER, "fortran_order", text).equals("True");
    String dims = find(SHAPE, "shape", text).strip();
    try {
      LongStream sizes = SIZE_END.splitAsStream(dims).mapToLong(Long::parseLong);
      return new NpyHeader(
          type, fortranOrder, Shape.of(dims.isEmpty() ? new long[0] : sizes.toArray()));
    } catch (NumberFormatException | ShapeException e) {
      throw new IOException(
          "found shape ("
              + dims
              + "), expected sizes of 1 and more on at most 32 axes, and at most 2^44 elements",
          e);
    }
  }

  private static String find(Pattern item, String key, String text) throws IOException {
    Matcher matcher = item.matcher(text);
    if (!matcher.find()) {
      throw new IOException("found header " + text.strip() + ", expected a plain '" + key + "'");
    }
    return matcher.group(1);
  }

  private static Pattern item(String key, String value) {
    return Pattern.compile("['\"]" + key + "['\"]\\s*:\\s*" + value);
  }

  /** The next bytes as a little-endian number. */
  private static long number(InputStream in, long at, int bytes, long size) throws IOException {
    Elements.requireRoom("the header", at, bytes, size);
    byte[] number = Arrays.copyOf(in.readNBytes(bytes), Long.BYTES);
    return ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
