package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The element types that can be read from files; all become float32, rounded to nearest. */
enum ElementType {
  F32("<f4", Float.BYTES),
  F64("<f8", Double.BYTES),
  F16("<f2", Short.BYTES),
  BF16("", Short.BYTES),
  I64("<i8", Long.BYTES),
  I32("<i4", Integer.BYTES),
  U8("|u1", Byte.BYTES),
  BOOL("|b1", Byte.BYTES);

  private final String npy;
  private final int bytes;

  ElementType(String npy, int bytes) {
    this.npy = npy;
    this.bytes = bytes;
  }

  /** The type that a format calls by this name. */
  static ElementType named(String wanted, Function<ElementType, String> nameOf) throws IOException {
    List<String> known = new ArrayList<>();
    for (ElementType type : values()) {
      String name = nameOf.apply(type);
      if (!name.isEmpty() && name.equals(wanted)) {
        return type;
      }
      known.add(name);
    }
    known.remove("");
    throw new IOException(
        "element type '"
            + wanted
            + "' cannot be read; expected one of "
            + String.join(", ", known));
  }

  /** The size of an element. */
  int bytes() {
    return bytes;
  }

  /** The size of an array. */
  long bytes(Shape shape) {
    return shape.count() * bytes;
  }

  /** NumPy's name of the type; empty where it has none. */
  String npy() {
    return npy;
  }

  /** Converts the first {@code count} elements of a little-endian buffer. */
  void decode(ByteBuffer from, float[] to, int count) {
    if (this == F32) {
      from.asFloatBuffer().get(to, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[i] = at(from, i * bytes);
    }
  }

  private float at(ByteBuffer from, int offset) {
    return switch (this) {
      case F32 -> from.getFloat(offset);
      case F64 -> (float) from.getDouble(offset);
      case F16 -> half(from.getShort(offset));
      case BF16 -> Float.intBitsToFloat(from.getShort(offset) << 16);
      case I64 -> from.getLong(offset);
      case I32 -> from.getInt(offset);
      case U8 -> from.get(offset) & 0xff;
      case BOOL -> from.get(offset) == 0 ? 0 : 1;
    };
  }

  /** IEEE 754 binary16; subnormal halves are normal floats. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else {
      int wide = exponent == 31 ? 0xff : exponent + 112;
      magnitude = Float.intBitsToFloat(wide << 23 | fraction << 13);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
