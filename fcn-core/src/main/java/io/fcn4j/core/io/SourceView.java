package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Another look at a source: its arrays under other names, or computed when they are read. */
final class SourceView implements WeightSource {
  private final WeightSource source;
  private final String change;
  private final Map<String, ViewedArray> arrays;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  /**
   * A view of a source.
   *
   * @param change what it does, for messages
   */
  SourceView(WeightSource source, String change, Map<String, ViewedArray> arrays) {
    this.source = source;
    this.change = change;
    this.arrays = Map.copyOf(arrays);
    arrays.forEach((name, array) -> shapes.put(name, array.shape()));
  }

  @Override
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public void read(String name, INDArray target) {
    Elements.requireTarget(name, shape(name), target);
    Objects.requireNonNull(arrays.get(name)).reader().accept(target);
  }

  @Override
  public Map<String, String> metadata() {
    return source.metadata();
  }

  @Override
  public String describe() {
    return source.describe() + ", " + change;
  }

  @Override
  public void close() {
    source.close();
  }
}
