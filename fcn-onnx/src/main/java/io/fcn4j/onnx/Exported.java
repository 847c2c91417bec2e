package io.fcn4j.onnx;

import io.fcn4j.core.Shape;
import java.util.Map;

/**
 * What a model that was written holds.
 *
 * @param inputs the name and shape of every input, in the order of the net
 * @param outputs the name and shape of every output
 * @param operations how many nodes it has
 * @param values how many values all weights have together
 */
public record Exported(
    Map<String, Shape> inputs, Map<String, Shape> outputs, int operations, long values) {}
