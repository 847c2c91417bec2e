package io.fcn4j.testkit;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Node;
import io.fcn4j.core.Shape;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The inputs and parameters, by name, that some blobs have a gradient by. */
record Differentiable(Set<String> inputs, Set<String> params) {

  /**
   * Walks back from blobs along the bottoms that gradients flow to.
   *
   * @param shapes of all blobs that have been computed
   */
  static Differentiable below(Iterable<Blob> blobs, Graph graph, Map<Blob, Shape> shapes) {
    Set<Blob> contributing = new HashSet<>();
    blobs.forEach(contributing::add);
    Set<String> params = new LinkedHashSet<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (graph.tops(i).stream().anyMatch(contributing::contains)
          && shapes.keySet().containsAll(graph.bottoms(i))) {
        params.addAll(graph.paramKeys(i));
        for (int b = 0; b < graph.bottoms(i).size(); b++) {
          if (node.propagatesTo(b)) {
            contributing.add(graph.bottoms(i).get(b));
          }
        }
      }
    }
    params.removeIf(key -> !learned(graph, key));
    Set<String> inputs = new LinkedHashSet<>();
    for (Input input : graph.inputs()) {
      if (shapes.containsKey(graph.input(input)) && contributing.contains(graph.input(input))) {
        inputs.add(input.name());
      }
    }
    return new Differentiable(inputs, params);
  }

  private static boolean learned(Graph graph, String key) {
    var spec = graph.paramSpecs().get(key);
    return spec != null && spec.learned();
  }

  boolean isEmpty() {
    return inputs.isEmpty() && params.isEmpty();
  }
}
