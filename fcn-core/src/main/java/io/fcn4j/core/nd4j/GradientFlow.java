package io.fcn4j.core.nd4j;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Node;
import io.fcn4j.core.Param;
import io.fcn4j.core.Params;
import io.fcn4j.core.SessionOptions.Gradients;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which blobs and parameters get a gradient: those that something learned lies below of and that a
 * loss lies above of. Nothing else is computed in a backward pass.
 */
final class GradientFlow {
  private final Graph graph;
  private final Params params;
  private final boolean all;
  private final Set<Blob> seeds = new HashSet<>();
  private final Set<Blob> withDiff = new HashSet<>();

  /** The flow through the nodes {@code reached}, with gradients also put in at {@code injected}. */
  GradientFlow(
      Graph graph, Params params, List<Integer> reached, Gradients scope, Set<String> injected) {
    this.graph = graph;
    this.params = params;
    this.all = scope == Gradients.ALL;
    Set<Blob> needing = new HashSet<>();
    if (all || graph.forceBackward()) {
      graph.inputs().forEach(input -> needing.add(graph.input(input)));
    }
    for (int i : reached) {
      if (learns(i) || anyBottomIn(needing, i)) {
        needing.addAll(graph.tops(i));
      }
    }
    injected.forEach(name -> seeds.add(graph.blob(name)));
    Set<Blob> contributing = new HashSet<>(seeds);
    for (int r = reached.size() - 1; r >= 0; r--) {
      int i = reached.get(r);
      Node node = graph.nodes().get(i);
      for (int t = 0; t < node.tops().size(); t++) {
        if (node.lossWeight(t) != 0) {
          seeds.add(graph.tops(i).get(t));
          contributing.add(graph.tops(i).get(t));
        }
      }
      if (graph.tops(i).stream().anyMatch(contributing::contains)) {
        for (int b = 0; b < node.bottoms().size(); b++) {
          if (node.propagatesTo(b)) {
            contributing.add(graph.bottoms(i).get(b));
          }
        }
      }
    }
    withDiff.addAll(needing);
    withDiff.retainAll(contributing);
  }

  /** Whether node {@code i} takes part in the backward pass. */
  boolean runsBackward(int i) {
    if (graph.tops(i).stream().noneMatch(withDiff::contains)) {
      return false;
    }
    for (int b = 0; b < graph.bottoms(i).size(); b++) {
      if (wantsBottom(i, b)) {
        return true;
      }
    }
    return learns(i);
  }

  boolean wantsBottom(int i, int bottom) {
    return graph.nodes().get(i).propagatesTo(bottom)
        && withDiff.contains(graph.bottoms(i).get(bottom));
  }

  boolean wantsParam(String key) {
    Param param = params.get(key);
    return all ? param.spec().learned() : param.isLearned();
  }

  /** Whether the gradient of a blob starts with a value from outside: a loss weight or a diff. */
  boolean isSeed(Blob blob) {
    return seeds.contains(blob);
  }

  private boolean learns(int i) {
    return graph.paramKeys(i).stream().anyMatch(this::wantsParam);
  }

  private boolean anyBottomIn(Set<Blob> blobs, int i) {
    for (int b = 0; b < graph.bottoms(i).size(); b++) {
      if (graph.nodes().get(i).propagatesTo(b) && blobs.contains(graph.bottoms(i).get(b))) {
        return true;
      }
    }
    return false;
  }
}
