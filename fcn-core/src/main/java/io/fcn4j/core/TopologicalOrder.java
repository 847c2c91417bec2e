package io.fcn4j.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sorts nodes by their bottoms (Kahn 1962), keeping the given order wherever it is valid. */
final class TopologicalOrder {
  private TopologicalOrder() {}

  static List<Node> of(List<Input> inputs, List<Node> nodes) {
    Set<String> ready = new HashSet<>();
    inputs.forEach(input -> ready.add(input.name()));
    List<Node> sorted = new ArrayList<>();
    List<Node> waiting = new ArrayList<>(nodes);
    while (!waiting.isEmpty()) {
      Node next =
          waiting.stream()
              .filter(node -> ready.containsAll(node.bottoms()))
              .findFirst()
              .orElseThrow(() -> stuck(waiting, ready));
      waiting.remove(next);
      sorted.add(next);
      ready.addAll(next.tops());
    }
    return sorted;
  }

  private static GraphException stuck(List<Node> waiting, Set<String> ready) {
    Set<String> known = new LinkedHashSet<>(ready);
    waiting.forEach(node -> known.addAll(node.tops()));
    for (Node node : waiting) {
      for (String bottom : node.bottoms()) {
        if (!known.contains(bottom)) {
          known.removeAll(node.tops());
          return new GraphException(
              node.describe() + ": unknown bottom '" + bottom + "'" + Names.nearest(bottom, known));
        }
      }
    }
    return new GraphException(
        "the graph has a cycle through "
            + waiting.stream().map(Node::name).toList()
            + "; a net must be acyclic");
  }
}
