package io.fcn4j.caffe.hdf5;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.datatype.StringData;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * What the elements of a data set are.
 *
 * @param bytes the size of an element
 * @param name the type as NumPy calls it where it is one that can be read
 */
record Hdf5Type(Kind kind, int bytes, ByteOrder order, String name) {
  /** What can be made of the elements. */
  enum Kind {
    FLOAT("float32 or float64"),
    INTEGER("int32 or int64"),
    TEXT("text of a fixed length"),
    OTHER("");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  static Hdf5Type of(DataType type) {
    int bytes = type.getSize();
    ByteOrder order =
        type instanceof OrderedDataType ordered ? ordered.getByteOrder() : ByteOrder.LITTLE_ENDIAN;
    if (type instanceof FloatingPoint number && isIeee(number)) {
      return new Hdf5Type(Kind.FLOAT, bytes, order, "float" + bytes * Byte.SIZE);
    }
    if (type instanceof FixedPoint number && isInteger(number)) {
      return new Hdf5Type(Kind.INTEGER, bytes, order, "int" + bytes * Byte.SIZE);
    }
    if (type instanceof StringData) {
      return new Hdf5Type(Kind.TEXT, bytes, order, "text");
    }
    String name = type.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return new Hdf5Type(Kind.OTHER, bytes, order, name + " of " + bytes + " bytes");
  }

  /** Whether it is float32 or float64: HDF5 can describe any other cut into bits. */
  private static boolean isIeee(FloatingPoint type) {
    int size = type.getSize();
    int mantissa = size == Float.BYTES ? 23 : 52;
    int exponent = size * Byte.SIZE - 1 - mantissa;
    return (size == Float.BYTES || size == Double.BYTES)
        && type.getBitOffset() == 0
        && type.getBitPrecision() == size * Byte.SIZE
        && type.getSignLocation() == size * Byte.SIZE - 1
        && type.getExponentLocation() == mantissa
        && type.getExponentSize() == exponent
        && type.getExponentBias() == (1 << (exponent - 1)) - 1
        && type.getMantissaLocation() == 0
        && type.getMantissaSize() == mantissa
        && type.getMantissaNormalization() == 2;
  }

  private static boolean isInteger(FixedPoint type) {
    int size = type.getSize();
    return (size == Integer.BYTES || size == Long.BYTES)
        && type.isSigned()
        && type.getBitOffset() == 0
        && type.getBitPrecision() == size * Byte.SIZE;
  }
}
