package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a safetensors file says about itself, checked against the size of the file. */
record SafeTensorsHeader(Map<String, Tensor> tensors, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** Room for forty thousand tensors; in memory a header takes several times as much. */
  static final int MAX_LENGTH = 1 << 23;

  /** Elements at bytes {@code begin} to {@code end} of the file. */
  record Tensor(ElementType type, Shape shape, long begin, long end) {}

  static SafeTensorsHeader read(RandomAccessFile file) throws IOException {
    long fileEnd = file.length();
    byte[] json = new byte[length(file, fileEnd)];
    file.readFully(json);
    long dataBegin = file.getFilePointer();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : object(parse(json)).entrySet()) {
      String name = (String) entry.getKey();
      try {
        Map<?, ?> value = object(entry.getValue());
        if (name.equals(METADATA)) {
          for (Map.Entry<?, ?> item : value.entrySet()) {
            metadata.put((String) item.getKey(), text(item.getValue()));
          }
        } else {
          tensors.put(name, tensor(value, dataBegin, fileEnd));
        }
      } catch (IOException | FcnException e) {
        throw new IOException("header entry '" + name + "': " + e.getMessage(), e);
      }
    }
    requireContiguous(tensors, dataBegin, fileEnd);
    return new SafeTensorsHeader(tensors, metadata);
  }

  private static int length(RandomAccessFile file, long fileEnd) throws IOException {
    byte[] start = new byte[(int) Math.min(FileKind.HEAD, fileEnd)];
    file.readFully(start);
    FileKind kind = FileKind.of(start);
    if (kind != FileKind.SAFETENSORS) {
      throw new IOException("not a safetensors file; it looks like " + kind.description());
    }
    file.seek(0);
    long length = Long.reverseBytes(file.readLong());
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException(
          "a header of "
              + Long.toUnsignedString(length)
              + " bytes was announced, expected at most "
              + MAX_LENGTH);
    }
    Elements.requireRoom("the header", Long.BYTES, length, fileEnd);
    return (int) length;
  }

  private static @Nullable Object parse(byte[] json) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(json);
      return Json.parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw new IOException("the header is not UTF-8", e);
    } catch (FcnException e) {
      throw new IOException("the header is " + e.getMessage(), e);
    }
  }

  private static Tensor tensor(Map<?, ?> entry, long dataBegin, long fileEnd) throws IOException {
    ElementType type = ElementType.named(text(entry.get("dtype")), ElementType::name);
    Shape shape = Shape.of(integers(entry.get("shape")));
    long[] offsets = integers(entry.get("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw expected("data_offsets [begin, end]", offsets);
    }
    // Saturated, so that a hostile offset cannot wrap around to a small one.
    long begin = dataBegin + Math.min(offsets[0], Long.MAX_VALUE - dataBegin);
    long end = dataBegin + Math.min(offsets[1], Long.MAX_VALUE - dataBegin);
    Elements.requireRoom("its data", begin, end - begin, fileEnd);
    if (type.bytes(shape) != end - begin) {
      throw expected("as many bytes as " + type + " " + shape + " takes", end - begin);
    }
    return new Tensor(type, shape, begin, end);
  }

  /** The format allows neither overlaps nor gaps; either means that the header is damaged. */
  private static void requireContiguous(Map<String, Tensor> tensors, long dataBegin, long fileEnd)
      throws IOException {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(Comparator.comparingLong(entry -> entry.getValue().begin()));
    String previous = "the header";
    long at = dataBegin;
    for (Map.Entry<String, Tensor> entry : ordered) {
      long begin = entry.getValue().begin();
      if (begin < at) {
        throw new IOException(
            "'" + entry.getKey() + "' begins at byte " + begin + ", inside '" + previous + "'");
      }
      requireNoGap(at, begin);
      at = entry.getValue().end();
      previous = entry.getKey();
    }
    requireNoGap(at, fileEnd);
  }

  private static void requireNoGap(long from, long to) throws IOException {
    if (from != to) {
      throw new IOException("bytes " + from + " to " + to + " belong to no tensor");
    }
  }

  private static Map<?, ?> object(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw expected("an object", value);
  }

  private static String text(@Nullable Object value) throws IOException {
    if (value instanceof String text) {
      return text;
    }
    throw expected("a string", value);
  }

  private static long[] integers(@Nullable Object value) throws IOException {
    if (value instanceof List<?> list
        && list.stream().allMatch(item -> item instanceof Long number && number >= 0)) {
      return list.stream().mapToLong(item -> (Long) item).toArray();
    }
    throw expected("a list of whole numbers", value);
  }

  private static IOException expected(String expected, @Nullable Object found) {
    return new IOException("found " + Json.print(found) + ", expected " + expected);
  }
}
