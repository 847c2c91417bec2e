package io.fcn4j.onnx;

import io.fcn4j.onnx.proto.AttributeProto;
import java.util.List;

/**
 * One node of a model.
 *
 * @param origin the layer that it belongs to and its type; its name, if that is free
 * @param type the ONNX operator
 */
record Operation(
    String origin,
    String type,
    List<AttributeProto> attributes,
    List<Value> inputs,
    List<Value> outputs) {}
