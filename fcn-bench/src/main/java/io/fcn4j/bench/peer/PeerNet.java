package io.fcn4j.bench.peer;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.Dropout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A net as every peer can run it: for images of one shape, since files for other libraries name it,
 * and without dropout, since random numbers differ. The parameters are those of the net.
 */
final class PeerNet {
  private PeerNet() {}

  static Net of(Net net, Job job) {
    return job.phase() == Phase.TRAIN
        ? forTraining(net, job.image())
        : forInference(net, job.image());
  }

  /** From the image to the scores. */
  static Net forInference(Net net, Shape image) {
    Graph graph = net.graph();
    Set<Blob> needed = new HashSet<>(Set.of(graph.blob("score")));
    List<Node> nodes = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      if (graph.tops(i).stream().anyMatch(needed::contains)) {
        needed.addAll(graph.bottoms(i));
        nodes.add(0, graph.nodes().get(i));
      }
    }
    return rebuilt(net, List.of(Input.fixed("data", image)), nodes);
  }

  /** From the image and its labels to the loss. */
  static Net forTraining(Net net, Shape image) {
    List<Input> inputs =
        List.of(Input.fixed("data", image), Input.fixed("label", image.with(1, 1)));
    return rebuilt(net, inputs, net.graph().nodes());
  }

  /** Frees its weights, which are another's from now on. */
  static void free(Net net) {
    net.params().all().forEach(param -> param.array().close());
  }

  private static Net rebuilt(Net net, List<Input> inputs, List<Node> nodes) {
    Graph graph = Graph.of(net.graph().name(), inputs, withoutDropout(nodes), List.of("score"));
    return Net.of(graph, net.params());
  }

  private static List<Node> withoutDropout(List<Node> nodes) {
    Map<String, String> renamed = new HashMap<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes) {
      List<String> bottoms =
          node.bottoms().stream().map(name -> renamed.getOrDefault(name, name)).toList();
      if (node.layer() instanceof Dropout) {
        renamed.put(node.tops().get(0), bottoms.get(0));
      } else {
        kept.add(
            new Node(
                node.name(),
                node.layer(),
                bottoms,
                node.tops(),
                node.params(),
                node.lossWeights(),
                node.propagateDown()));
      }
    }
    return kept;
  }
}
