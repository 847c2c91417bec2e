package io.fcn4j.caffe.blob;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.EOFException;
import java.io.IOException;

/** The few things of protobuf's wire format that are read here by hand. */
final class Wire {
  private Wire() {}

  /** The length of what comes next, which lies within what it is part of. */
  static int length(CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    int left = in.getBytesUntilLimit();
    if (length < 0 || length > left) {
      throw new EOFException(
          "a length of %d bytes was announced, but only %d follow"
              .formatted(Integer.toUnsignedLong(length), left));
    }
    return length;
  }

  static void skip(CodedInputStream in, int tag) throws IOException {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
      case WireFormat.WIRETYPE_FIXED64 -> in.skipRawBytes(Long.BYTES);
      case WireFormat.WIRETYPE_FIXED32 -> in.skipRawBytes(Integer.BYTES);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.skipRawBytes(length(in));
      default -> throw unknown(tag);
    }
  }

  /** Copies a field of at most {@code max} bytes; returns how many it has. */
  static int copy(CodedInputStream in, int tag, CodedOutputStream out, int max) throws IOException {
    int begin = in.getTotalBytesRead();
    out.writeUInt32NoTag(tag);
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> out.writeUInt64NoTag(in.readRawVarint64());
      case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64NoTag(in.readRawLittleEndian64());
      case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32NoTag(in.readRawLittleEndian32());
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int length = length(in);
        requireAtMost(max, length);
        out.writeUInt32NoTag(length);
        out.writeRawBytes(in.readRawBytes(length));
      }
      default -> throw unknown(tag);
    }
    int copied = in.getTotalBytesRead() - begin;
    requireAtMost(max, copied);
    return copied;
  }

  /** Writes a message as a field; returns how many bytes it takes besides its content. */
  static int writeMessage(CodedOutputStream out, int tag, byte[] content, int max)
      throws IOException {
    out.writeUInt32NoTag(tag);
    out.writeUInt32NoTag(content.length);
    out.writeRawBytes(content);
    int around =
        CodedOutputStream.computeUInt32SizeNoTag(tag)
            + CodedOutputStream.computeUInt32SizeNoTag(content.length);
    requireAtMost(max, around);
    return around;
  }

  private static void requireAtMost(int max, int length) throws IOException {
    if (length > max) {
      throw new IOException("found more bytes besides the values of blobs than any net needs");
    }
  }

  private static IOException unknown(int tag) {
    return new IOException(
        "found field %d of wire type %d, which Caffe's files don't have"
            .formatted(WireFormat.getTagFieldNumber(tag), WireFormat.getTagWireType(tag)));
  }
}
