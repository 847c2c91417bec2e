package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Names;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Every layer under the name that a function gives it. */
final class RenamedLayers {
  private RenamedLayers() {}

  static WeightSource of(WeightSource source, UnaryOperator<String> names) {
    Map<String, String> renamed = renamed(source, names);
    Map<String, ViewedArray> arrays = new LinkedHashMap<>();
    for (String key : source.shapes().keySet()) {
      String layer = Names.layerOf(key);
      arrays.put(renamed.get(layer) + key.substring(layer.length()), ViewedArray.of(source, key));
    }
    return new SourceView(source, "layers renamed", arrays);
  }

  private static Map<String, String> renamed(WeightSource source, UnaryOperator<String> names) {
    Map<String, String> renamed = new HashMap<>();
    Map<String, String> layerOfName = new HashMap<>();
    for (String layer : SourceLayers.of(source)) {
      String name = names.apply(layer);
      if (name == null || name.isEmpty()) {
        throw new FcnException(
            "renamed: found no name for layer '%s'; return '%s' to keep it, or leave it out: without(\"%s\")"
                .formatted(layer, layer, layer));
      }
      String other = layerOfName.putIfAbsent(name, layer);
      if (other != null) {
        throw new FcnException(
            "renamed: found '%s' as the name of both '%s' and '%s', expected a name for each layer"
                .formatted(name, other, layer));
      }
      renamed.put(layer, name);
    }
    return renamed;
  }
}
