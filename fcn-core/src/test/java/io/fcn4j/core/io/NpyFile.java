package io.fcn4j.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** .npy files with any header. */
final class NpyFile {
  private NpyFile() {}

  static byte[] bytes(String type, boolean fortranOrder, String shape, String hex) {
    String order = fortranOrder ? "True" : "False";
    String header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n";
    return bytes(header.formatted(type, order, shape), HexFormat.of().parseHex(hex));
  }

  static byte[] bytes(String header, byte[] data) {
    return ByteBuffer.allocate(10 + header.length() + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1))
        .putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.ISO_8859_1))
        .put(data)
        .array();
  }
}
