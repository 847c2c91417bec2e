package io.fcn4j.cli;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Node;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The inputs of a net that are not given, and what cannot be computed for want of them. */
final class MissingInputs {
  /** For every blob, which of them it depends on. */
  private final Map<String, Set<String>> lacks = new LinkedHashMap<>();

  /** The same for every layer with a loss. */
  private final Map<String, Set<String>> lossesLack = new LinkedHashMap<>();

  private final List<String> names;

  MissingInputs(Graph graph, Collection<String> given) {
    names = graph.inputs().stream().map(Input::name).filter(name -> !given.contains(name)).toList();
    names.forEach(name -> lacks.put(name, Set.of(name)));
    for (Node node : graph.nodes()) {
      Set<String> all = new LinkedHashSet<>();
      node.bottoms().forEach(bottom -> all.addAll(lacks.getOrDefault(bottom, Set.of())));
      node.tops().forEach(top -> lacks.put(top, all));
      if (node.lossWeights().stream().anyMatch(weight -> weight != 0)) {
        lossesLack.put(node.name(), all);
      }
    }
  }

  List<String> names() {
    return names;
  }

  /** Whether any loss is computed. */
  boolean leaveALoss() {
    return lossesLack.values().stream().anyMatch(Set::isEmpty);
  }

  /** Refuses blobs that cannot be computed. */
  void requireNoneFor(Collection<String> blobs) {
    blobs.forEach(blob -> requireNone("blob", blob, lacks.getOrDefault(blob, Set.of())));
  }

  /** Refuses losses that cannot be computed. */
  void requireNoneForLosses() {
    lossesLack.forEach((layer, lacking) -> requireNone("layer", layer, lacking));
  }

  private static void requireNone(String what, String name, Set<String> lacking) {
    if (!lacking.isEmpty()) {
      String input = lacking.iterator().next();
      throw new FcnException(
          "%s '%s' needs the input '%s', which is not given: --input %s=FILE.npy"
              .formatted(what, name, input, input));
    }
  }
}
