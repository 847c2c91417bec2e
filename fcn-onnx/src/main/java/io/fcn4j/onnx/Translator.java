package io.fcn4j.onnx;

import io.fcn4j.core.Layer;
import java.util.List;
import java.util.function.BiFunction;

/**
 * How one type of layer is said in ONNX: it adds operations to the scope and returns the values of
 * the tops. A bottom that is passed through is returned itself.
 */
record Translator<L extends Layer>(Class<L> layer, BiFunction<L, Scope, List<Value>> translation) {

  /** For a layer of one top. */
  static <L extends Layer> Translator<L> of(
      Class<L> layer, BiFunction<L, Scope, Value> translation) {
    return new Translator<>(layer, (l, s) -> List.of(translation.apply(l, s)));
  }

  List<Value> translate(Layer translated, Scope scope) {
    return translation.apply(layer.cast(translated), scope);
  }
}
