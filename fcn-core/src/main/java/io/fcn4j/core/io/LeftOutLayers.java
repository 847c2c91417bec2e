package io.fcn4j.core.io;

import io.fcn4j.core.Names;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All layers but some. */
final class LeftOutLayers {
  private LeftOutLayers() {}

  static WeightSource of(WeightSource source, String... globs) {
    Set<String> leftOut = new HashSet<>();
    for (String glob : globs) {
      leftOut.addAll(SourceLayers.matching(source, glob));
    }
    Map<String, ViewedArray> arrays = new LinkedHashMap<>();
    for (String key : source.shapes().keySet()) {
      if (!leftOut.contains(Names.layerOf(key))) {
        arrays.put(key, ViewedArray.of(source, key));
      }
    }
    return new SourceView(source, "without " + String.join(", ", globs), arrays);
  }
}
