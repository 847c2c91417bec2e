package io.fcn4j.caffe.blob;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.fcn4j.caffe.proto.BlobProto;
import io.fcn4j.caffe.proto.BlobShape;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Walks through the fields of one BlobProto; values are handed on while they are in the stream. */
final class BlobFields {
  /** As many as Caffe allows. */
  private static final int MAX_AXES = 32;

  /** What these take, with room for what a shape may say of itself. */
  private static final int MAX_SHAPE_BYTES = 1 << 10;

  private final Values values;
  private final long[] legacy = {0, 0, 0, 0};
  private final List<Long> dims = new ArrayList<>();
  private boolean isLegacy;
  private long floats;
  private long doubles;

  /** Takes values out of a stream, or skips them. */
  interface Values {
    void take(CodedInputStream in, boolean doubles, int count) throws IOException;
  }

  /** Leaves values where they are. */
  static final Values SKIP =
      (in, doubles, count) -> in.skipRawBytes(count * (doubles ? Double.BYTES : Float.BYTES));

  BlobFields(Values values) {
    this.values = values;
  }

  /** Reads up to the stream's limit. */
  void walk(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      switch (field) {
        case BlobProto.NUM_FIELD_NUMBER,
            BlobProto.CHANNELS_FIELD_NUMBER,
            BlobProto.HEIGHT_FIELD_NUMBER,
            BlobProto.WIDTH_FIELD_NUMBER -> {
          legacy[field - BlobProto.NUM_FIELD_NUMBER] = in.readInt32();
          isLegacy = true;
        }
        case BlobProto.SHAPE_FIELD_NUMBER -> {
          int length = Wire.length(in);
          if (length > MAX_SHAPE_BYTES) {
            throw new IOException("found a shape of " + length + " bytes, which is no shape");
          }
          dims.addAll(BlobShape.parseFrom(in.readRawBytes(length)).getDimList());
          if (dims.size() > MAX_AXES) {
            throw new IOException(
                "found a shape of %d axes, expected at most %d".formatted(dims.size(), MAX_AXES));
          }
        }
        case BlobProto.DATA_FIELD_NUMBER -> floats += take(in, tag, false);
        case BlobProto.DOUBLE_DATA_FIELD_NUMBER -> doubles += take(in, tag, true);
        default -> Wire.skip(in, tag);
      }
    }
  }

  /** Values are packed, or each has a tag of its own. */
  private int take(CodedInputStream in, int tag, boolean doubles) throws IOException {
    int size = doubles ? Double.BYTES : Float.BYTES;
    int count = 1;
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int length = Wire.length(in);
      if (length % size != 0) {
        throw new IOException(
            "found " + length + " bytes of values, expected a multiple of " + size);
      }
      count = length / size;
    }
    values.take(in, doubles, count);
    return count;
  }

  /** The shape, whose values have all been there. */
  Shape shape() throws IOException {
    long[] sizes = isLegacy ? legacy : dims.stream().mapToLong(Long::longValue).toArray();
    long found = doubles > 0 ? doubles : floats;
    Shape shape;
    try {
      shape = Shape.of(sizes);
    } catch (ShapeException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (shape.count() != found) {
      throw new IOException(
          "found %d values, expected %d for shape %s".formatted(found, shape.count(), shape));
    }
    return shape;
  }

  boolean isDoubles() {
    return doubles > 0;
  }
}
