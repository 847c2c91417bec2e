package io.fcn4j.onnx;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.GraphException;
import io.fcn4j.core.Input;
import io.fcn4j.core.Node;
import io.fcn4j.layers.Accuracy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What of a net serves inference.
 *
 * @param nodes the indices of what the outputs depend on, in the order in which they run
 */
record Selection(List<Blob> outputs, List<Integer> nodes) {
  /**
   * The declared outputs; where none are, all that nobody reads, losses and accuracies aside.
   *
   * @param reached the blobs that the given inputs lead to
   */
  static Selection of(Graph graph, Set<Blob> reached) {
    List<Integer> running =
        IntStream.range(0, graph.nodes().size())
            .filter(i -> reached.containsAll(graph.bottoms(i)))
            .boxed()
            .toList();
    List<Blob> outputs = graph.declaresOutputs() ? graph.outputs() : unread(graph, running);
    if (outputs.isEmpty() || !reached.containsAll(outputs)) {
      throw new GraphException(
          "net '%s': %s is reached from the inputs given; the net's inputs are %s"
              .formatted(
                  graph.name(),
                  outputs.isEmpty() ? "no output" : "not every output of " + outputs,
                  graph.inputs().stream().map(Input::name).toList()));
    }
    return new Selection(outputs, leadingTo(outputs, graph, running));
  }

  private static List<Blob> unread(Graph graph, List<Integer> running) {
    List<Integer> inference = running.stream().filter(i -> !judges(graph.nodes().get(i))).toList();
    Set<Blob> read = new HashSet<>();
    inference.forEach(i -> read.addAll(graph.bottoms(i)));
    return inference.stream()
        .flatMap(i -> graph.tops(i).stream())
        .filter(top -> !read.contains(top))
        .toList();
  }

  /** Whether a node compares what the net says with what it should say. */
  private static boolean judges(Node node) {
    return node.layer() instanceof Accuracy
        || node.lossWeights().stream().anyMatch(weight -> weight != 0);
  }

  private static List<Integer> leadingTo(List<Blob> outputs, Graph graph, List<Integer> running) {
    Set<Blob> needed = new HashSet<>(outputs);
    List<Integer> nodes = new ArrayList<>();
    for (int at = running.size() - 1; at >= 0; at--) {
      int i = running.get(at);
      if (graph.tops(i).stream().anyMatch(needed::contains)) {
        needed.addAll(graph.bottoms(i));
        nodes.add(0, i);
      }
    }
    return nodes;
  }
}
