package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Names;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** The layers of a source that an operation asks for, which must exist. */
final class SourceLayers {
  private SourceLayers() {}

  static Set<String> of(WeightSource source) {
    Set<String> layers = new LinkedHashSet<>();
    source.shapes().keySet().forEach(key -> layers.add(Names.layerOf(key)));
    return layers;
  }

  static void require(WeightSource source, String layer) {
    Set<String> layers = of(source);
    if (!layers.contains(layer)) {
      throw new FcnException(
          "%s: no layer '%s'%s".formatted(source.describe(), layer, Names.nearest(layer, layers)));
    }
  }

  static Set<String> matching(WeightSource source, String glob) {
    Set<String> layers = of(source);
    Set<String> matching = new LinkedHashSet<>(layers);
    Predicate<String> matches = Names.glob(glob);
    matching.removeIf(matches.negate());
    if (matching.isEmpty()) {
      throw new FcnException(
          "%s: no layer matches '%s'%s"
              .formatted(source.describe(), glob, Names.nearest(glob, layers)));
    }
    return matching;
  }
}
