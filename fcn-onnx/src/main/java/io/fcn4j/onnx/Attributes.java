package io.fcn4j.onnx;

import io.fcn4j.onnx.proto.AttributeProto;
import io.fcn4j.onnx.proto.TensorProto;
import java.util.stream.LongStream;

/** Settings of operations. */
final class Attributes {
  private Attributes() {}

  static AttributeProto number(String name, long value) {
    return of(name, AttributeProto.AttributeType.INT).setI(value).build();
  }

  static AttributeProto real(String name, float value) {
    return of(name, AttributeProto.AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto numbers(String name, long... values) {
    AttributeProto.Builder attribute = of(name, AttributeProto.AttributeType.INTS);
    LongStream.of(values).forEach(attribute::addInts);
    return attribute.build();
  }

  /** What {@code Cast} makes of its input. */
  static AttributeProto toFloat() {
    return number("to", TensorProto.DataType.FLOAT_VALUE);
  }

  private static AttributeProto.Builder of(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
