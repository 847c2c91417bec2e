package io.fcn4j.onnx;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All layers that can be exported. */
final class Translators {
  private static final Map<Class<?>, Translator<?>> BY_LAYER = new HashMap<>();

  static {
    Stream.of(
            Convolutions.ALL,
            Poolings.ALL,
            Activations.ALL,
            Arithmetic.ALL,
            Normalizations.ALL,
            Structure.ALL)
        .flatMap(List::stream)
        .forEach(translator -> BY_LAYER.put(translator.layer(), translator));
  }

  private Translators() {}

  static Translator<?> of(Node node) {
    Translator<?> translator = BY_LAYER.get(node.layer().getClass());
    if (translator == null) {
      String known =
          BY_LAYER.keySet().stream()
              .map(Class::getSimpleName)
              .sorted()
              .collect(Collectors.joining(", "));
      throw new FcnException(
          ("%s: it cannot be exported to ONNX; expected one of %s. Leave it out, or declare outputs"
                  + " that do not depend on it")
              .formatted(node.describe(), known));
    }
    return translator;
  }
}
