package io.fcn4j.core.solver;

import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.Param;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds weights that are all zero and get an all-zero gradient: they can never change. It is what
 * forgotten pretrained weights look like (all parameters of Caffe's nets start at zero), while a
 * score layer that is meant to start at zero does get a gradient.
 */
final class DeadWeights {
  private static final int SHOWN = 6;

  private DeadWeights() {}

  /** To be called after the first backward pass with a loss above zero. */
  static void check(Net net, Session session, Batch batch) {
    Set<String> used = belowALoss(net.graph(), batch);
    List<String> dead =
        net.params().all().stream()
            .filter(param -> param.isLearned() && param.shape().rank() > 1)
            .filter(DeadWeights::isZero)
            .filter(param -> used.contains(param.key()) && hasZeroGradient(session, param))
            .map(Param::key)
            .toList();
    if (!dead.isEmpty()) {
      throw new FcnException(
          ("%d weights are all zero and get no gradient, so training would never change them: %s%s."
                  + " Load pretrained weights (params().load or params().transplant), or give the"
                  + " layers a filler such as msra")
              .formatted(
                  dead.size(),
                  String.join(", ", dead.subList(0, Math.min(SHOWN, dead.size()))),
                  dead.size() > SHOWN ? ", ..." : ""));
    }
  }

  private static boolean isZero(Param param) {
    return param.array().amaxNumber().doubleValue() == 0;
  }

  private static boolean hasZeroGradient(Session session, Param param) {
    try (INDArray gradient = session.gradient(param.key())) {
      return gradient.amaxNumber().doubleValue() == 0;
    }
  }

  /** The parameters that have a gradient; those of a head whose label is not given have none. */
  private static Set<String> belowALoss(Graph graph, Batch batch) {
    Map<String, Shape> shapes = new HashMap<>();
    batch.arrays().forEach((name, array) -> shapes.put(name, Shape.of(array.shape())));
    Set<Blob> reached = graph.shapes(shapes).keySet();
    Set<Blob> contributing = new HashSet<>();
    Set<String> params = new HashSet<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      if (reached.containsAll(graph.bottoms(i)) && contributes(graph, i, contributing)) {
        params.addAll(graph.paramKeys(i));
        Node node = graph.nodes().get(i);
        for (int b = 0; b < node.bottoms().size(); b++) {
          if (node.propagatesTo(b)) {
            contributing.add(graph.bottoms(i).get(b));
          }
        }
      }
    }
    return params;
  }

  private static boolean contributes(Graph graph, int i, Set<Blob> contributing) {
    Node node = graph.nodes().get(i);
    return node.lossWeights().stream().anyMatch(weight -> weight != 0)
        || graph.tops(i).stream().anyMatch(contributing::contains);
  }
}
