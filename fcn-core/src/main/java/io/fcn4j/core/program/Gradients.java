package io.fcn4j.core.program;

import io.fcn4j.core.Params;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The accumulated gradients of a session's parameters, made when a plan first wants them. */
final class Gradients implements AutoCloseable {
  private final Params params;
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  Gradients(Params params) {
    this.params = params;
  }

  INDArray of(String key) {
    return arrays.computeIfAbsent(
        key, k -> Nd4j.create(DataType.FLOAT, params.get(k).shape().dims()));
  }

  @Nullable INDArray find(String key) {
    return arrays.get(key);
  }

  /** How many parameters have a gradient; a plan that reaches more of the net adds to them. */
  int count() {
    return arrays.size();
  }

  void clear() {
    arrays.values().forEach(array -> array.assign(0f));
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
