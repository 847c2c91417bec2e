package io.fcn4j.onnx;

import io.fcn4j.core.Shape;
import java.util.Map;

/**
 * A net said in ONNX, with a name for every value.
 *
 * @param inputs those that something reads
 */
record Model(
    String name,
    Dataflow flow,
    Map<Value, Shape> inputs,
    Map<Value, Shape> outputs,
    Map<Value, String> names) {}
