package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays in memory as a source of weights. */
final class MemorySource implements WeightSource {
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  MemorySource(Map<String, INDArray> arrays) {
    arrays.forEach(
        (name, array) -> {
          this.arrays.put(name, Elements.plain(array));
          shapes.put(name, Elements.shape(array));
        });
  }

  @Override
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public void read(String name, INDArray target) {
    Elements.requireTarget(name, shape(name), target);
    target.assign(Views.reshape(Objects.requireNonNull(arrays.get(name)), target.shape()));
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public String describe() {
    return "arrays in memory";
  }

  @Override
  public void close() {}
}
