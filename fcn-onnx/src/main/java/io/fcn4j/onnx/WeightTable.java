package io.fcn4j.onnx;

import io.fcn4j.core.Param;
import io.fcn4j.core.Shape;
import java.util.HashMap;
import java.util.Map;

/** The parameters that operations read: once each, and once more for every other shape. */
final class WeightTable {
  private final Dataflow flow;
  private final Map<Entry, Value> values = new HashMap<>();

  private record Entry(String key, Shape shape) {}

  WeightTable(Dataflow flow) {
    this.flow = flow;
  }

  Value of(Param param, Shape shape) {
    return values.computeIfAbsent(new Entry(param.key(), shape), entry -> add(param, shape));
  }

  private Value add(Param param, Shape shape) {
    Value value = new Value(param.key());
    flow.weights().add(new Weight(value, shape, param.array()));
    return value;
  }
}
