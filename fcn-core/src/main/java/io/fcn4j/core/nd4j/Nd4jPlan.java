package io.fcn4j.core.nd4j;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Plan;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What runs for one set of input shapes, and where everything lies: every blob, every gradient of a
 * blob and all memory of kernels is a region of one arena, reused after its last reader.
 *
 * <p>Time: the inputs are written at -1, node k of the plan runs forward at k and backward at 2n -
 * k; gradients from outside are put in at n.
 */
final class Nd4jPlan implements Plan {
  private static final int SHOWN = 5;

  final List<PlannedNode> nodes = new ArrayList<>();
  final Map<Blob, Shape> shapes;
  final Map<Blob, Region> values;
  final Map<Blob, Region> diffs;

  /** Blobs whose gradient starts with a value from outside. */
  final List<Blob> seeds;

  /** The arena's elements. */
  final long length;

  private final Map<Blob, Float> losses = new LinkedHashMap<>();
  private final Set<Region> regions = new LinkedHashSet<>();
  private final GradientFlow flow;

  Nd4jPlan(Graph graph, Map<Blob, Shape> shapes, Phase phase, GradientFlow flow, Set<Blob> kept) {
    this.shapes = shapes;
    this.flow = flow;
    List<Integer> reached = reached(graph, shapes);
    long end = 2L * reached.size() + 1;
    for (int k = 0; k < reached.size(); k++) {
      var times = new PlannedNode.Times(k, 2L * reached.size() - k);
      boolean backward = flow.runsBackward(reached.get(k));
      nodes.add(new PlannedNode(reached.get(k), graph, shapes, phase, backward, times));
    }
    nodes.forEach(this::noteLosses);
    Set<Blob> read = new LinkedHashSet<>(kept);
    read.addAll(losses.keySet());
    values = ValueRegions.of(graph, shapes, nodes, read, end);
    DiffRegions gradients = new DiffRegions(shapes, nodes, flow, kept, end);
    diffs = gradients.regions;
    seeds = gradients.seeds;
    regions.addAll(values.values());
    regions.addAll(diffs.values());
    nodes.forEach(node -> regions.addAll(node.slots.values()));
    nodes.forEach(node -> regions.addAll(node.addends.values()));
    length = Region.place(List.copyOf(regions));
  }

  /** The nodes whose bottoms all have shapes. */
  static List<Integer> reached(Graph graph, Map<Blob, Shape> shapes) {
    List<Integer> reached = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (shapes.keySet().containsAll(graph.bottoms(i))) {
        reached.add(i);
      }
    }
    return reached;
  }

  private void noteLosses(PlannedNode node) {
    for (int t = 0; t < node.topBlobs.size(); t++) {
      if (node.node.lossWeight(t) != 0) {
        losses.put(node.topBlobs.get(t), node.node.lossWeight(t));
      }
    }
  }

  /** The reached blobs that are part of the loss. */
  Set<Blob> losses() {
    return losses.keySet();
  }

  /** The weight of a blob in the loss; 0 if it has none. */
  float lossWeight(Blob blob) {
    return losses.getOrDefault(blob, 0f);
  }

  boolean wantsBottom(PlannedNode node, int bottom) {
    return node.backward() && flow.wantsBottom(node.index, bottom);
  }

  boolean wantsParam(String key) {
    return flow.wantsParam(key);
  }

  @Override
  public long bytes() {
    return length * Float.BYTES;
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (PlannedNode node : nodes) {
      for (Blob top : node.topBlobs) {
        text.append(
            "%-24s %-16s %-20s at %,d%s%n"
                .formatted(
                    node.node.name(),
                    node.node.layer().type(),
                    shapes.get(top),
                    Region.of(values, top).offset * Float.BYTES,
                    node.inPlace && top == node.topBlobs.get(0) ? " in place" : ""));
      }
    }
    return text.append("total %,d bytes".formatted(bytes())).toString();
  }

  /** The largest regions, one to a line. */
  String largest() {
    StringBuilder text = new StringBuilder();
    regions.stream()
        .sorted(Comparator.comparingLong((Region region) -> region.length).reversed())
        .limit(SHOWN)
        .forEach(
            region ->
                text.append(
                    "%n  %,12d MB  %s"
                        .formatted(region.length * Float.BYTES / 1_000_000, region.label)));
    return text.toString();
  }
}
