package io.fcn4j.onnx;

import com.google.protobuf.ByteString;
import io.fcn4j.core.Shape;
import io.fcn4j.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/**
 * A small constant that a translation needs besides parameters.
 *
 * @param tensor its type, shape and elements; it has no name yet
 */
record Constant(Value value, TensorProto tensor) {
  static Constant floats(Value value, Shape shape, float... elements) {
    ByteBuffer bytes = littleEndian(elements.length * Float.BYTES);
    bytes.asFloatBuffer().put(elements);
    return of(value, TensorProto.DataType.FLOAT, shape.dims(), bytes);
  }

  /** A vector, such as a shape. */
  static Constant longs(Value value, long... elements) {
    ByteBuffer bytes = littleEndian(elements.length * Long.BYTES);
    bytes.asLongBuffer().put(elements);
    return of(value, TensorProto.DataType.INT64, new long[] {elements.length}, bytes);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Constant of(
      Value value, TensorProto.DataType type, long[] dims, ByteBuffer bytes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    LongStream.of(dims).forEach(tensor::addDims);
    return new Constant(value, tensor.setRawData(ByteString.copyFrom(bytes)).build());
  }
}
