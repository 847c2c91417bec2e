package io.fcn4j.core.program;

import io.fcn4j.core.Params;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The accumulated gradients of a session's parameters, made when a plan first wants them. Clearing
 * touches no memory: the first to add to a gradient overwrites it, or has it set to zero.
 */
final class Gradients implements AutoCloseable {
  private final Params params;
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  /** Those that are zero, whatever their arrays hold. */
  private final Set<String> cleared = new HashSet<>();

  Gradients(Params params) {
    this.params = params;
  }

  /** The array of a gradient, whose content is {@link #get}'s. */
  INDArray array(String key) {
    return arrays.computeIfAbsent(
        key,
        k -> {
          cleared.add(k);
          return Nd4j.createUninitialized(DataType.FLOAT, params.get(k).shape().dims());
        });
  }

  /** A gradient as it is to be read; null if nothing has wanted it. */
  @Nullable INDArray get(String key) {
    INDArray array = arrays.get(key);
    if (array != null && cleared.remove(key)) {
      array.assign(0f);
    }
    return array;
  }

  /** All gradients are now what their arrays hold. */
  void settle() {
    List.copyOf(cleared).forEach(this::get);
  }

  /**
   * Called before a kernel adds to a gradient: whether it may overwrite it.
   *
   * @param overwrites whether it does so then; else the array is set to zero
   */
  boolean begin(String key, boolean overwrites) {
    boolean first = cleared.contains(key);
    if (overwrites) {
      cleared.remove(key);
    } else {
      get(key);
    }
    return first;
  }

  boolean contains(String key) {
    return arrays.containsKey(key);
  }

  /** How many parameters have a gradient; a plan that reaches more of the net adds to them. */
  int count() {
    return arrays.size();
  }

  void clear() {
    cleared.addAll(arrays.keySet());
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
