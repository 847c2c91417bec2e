package io.fcn4j.core.nd4j;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Plan;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
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
  final List<PlannedNode> nodes = new ArrayList<>();
  final Map<Blob, Shape> shapes;
  final Map<Blob, Region> values = new LinkedHashMap<>();
  final Map<Blob, Region> diffs = new LinkedHashMap<>();
  final List<Blob> seeds = new ArrayList<>();
  final long length;
  private final Map<Blob, Float> losses = new LinkedHashMap<>();
  private final Graph graph;
  private final GradientFlow flow;
  private final Set<Blob> kept;
  private final Set<Region> regions = new LinkedHashSet<>();
  private final long end;

  Nd4jPlan(Graph graph, Map<Blob, Shape> shapes, Phase phase, GradientFlow flow, Set<Blob> kept) {
    this.graph = graph;
    this.shapes = shapes;
    this.flow = flow;
    this.kept = kept;
    List<Integer> reached = reached(graph, shapes);
    end = 2L * reached.size() + 1;
    for (int k = 0; k < reached.size(); k++) {
      int i = reached.get(k);
      nodes.add(
          new PlannedNode(
              i,
              graph,
              shapes,
              phase,
              flow.runsBackward(i),
              new PlannedNode.Times(k, 2L * reached.size() - k)));
    }
    nodes.forEach(this::noteLosses);
    placeValues();
    placeDiffs();
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

  boolean wantsBottom(PlannedNode node, int bottom) {
    return node.backward() && flow.wantsBottom(node.index, bottom);
  }

  /** The reached blobs that are part of the loss. */
  Set<Blob> losses() {
    return losses.keySet();
  }

  /** The weight of a blob in the loss; 0 if it has none. */
  float lossWeight(Blob blob) {
    return losses.getOrDefault(blob, 0f);
  }

  boolean wantsParam(String key) {
    return flow.wantsParam(key);
  }

  private void placeValues() {
    long[] lastUse = lastUses();
    for (Input input : graph.inputs()) {
      Blob blob = graph.input(input);
      if (shapes.containsKey(blob)) {
        values.put(blob, value(blob).during(-1, lastUse[blob.id()]));
      }
    }
    for (PlannedNode node : nodes) {
      for (int t = 0; t < node.topBlobs.size(); t++) {
        Blob top = node.topBlobs.get(t);
        node.inPlace |= t == 0 && canBeInPlace(node, lastUse);
        Region region =
            t == 0 && node.inPlace ? regionOf(values, node.bottomBlobs.get(0)) : value(top);
        values.put(top, region.during(node.forwardTime(), lastUse[top.id()]));
      }
    }
    regions.addAll(values.values());
  }

  /** When each blob is read for the last time, by its id. */
  private long[] lastUses() {
    long[] last = new long[graph.blobs().size()];
    Arrays.fill(last, -1);
    kept.forEach(blob -> last[blob.id()] = end);
    losses.keySet().forEach(blob -> last[blob.id()] = end);
    for (PlannedNode node : nodes) {
      boolean readsBottoms =
          node.backward() && node.node.layer().capabilities().backwardReadsBottoms();
      boolean readsTops = node.backward() && node.node.layer().capabilities().backwardReadsTops();
      touch(last, node.bottomBlobs, readsBottoms ? node.backwardTime() : node.forwardTime());
      touch(last, node.topBlobs, readsTops ? node.backwardTime() : node.forwardTime());
    }
    return last;
  }

  private static void touch(long[] last, List<Blob> blobs, long time) {
    blobs.forEach(blob -> last[blob.id()] = Math.max(last[blob.id()], time));
  }

  private static boolean canBeInPlace(PlannedNode node, long[] lastUse) {
    return isInPlaceCandidate(node) && lastUse[node.bottomBlobs.get(0).id()] == node.forwardTime();
  }

  private static boolean isInPlaceCandidate(PlannedNode node) {
    return node.node.layer().capabilities().inPlace()
        && new HashSet<>(node.bottomBlobs).size() == node.bottomBlobs.size()
        && node.bottom().count() == node.top().count();
  }

  /** Walks the backward pass in its order: a blob's last reader is the first to write its diff. */
  private void placeDiffs() {
    for (int k = nodes.size() - 1; k >= 0; k--) {
      PlannedNode node = nodes.get(k);
      if (!node.backward()) {
        continue;
      }
      long now = node.backwardTime();
      for (Blob top : node.topBlobs) {
        if (!diffs.containsKey(top)) {
          seedOrZero(node, top);
        }
        regionOf(diffs, top).during(now, lives(top) ? end : now);
      }
      for (int b = 0; b < node.bottomBlobs.size(); b++) {
        if (wantsBottom(node, b)) {
          placeBottomDiff(node, b, now);
        }
      }
    }
    regions.addAll(diffs.values());
  }

  private void seedOrZero(PlannedNode node, Blob top) {
    Region region = diff(top);
    diffs.put(top, region);
    if (flow.isSeed(top)) {
      seeds.add(top);
      region.during(nodes.size(), node.backwardTime());
    } else {
      node.zeroDiffs.add(top);
    }
  }

  private void placeBottomDiff(PlannedNode node, int b, long now) {
    Blob bottom = node.bottomBlobs.get(b);
    if (!diffs.containsKey(bottom) && flow.isSeed(bottom)) {
      diffs.put(bottom, diff(bottom).during(nodes.size(), now));
      seeds.add(bottom);
    }
    Region known = diffs.get(bottom);
    long until = producedAt(bottom);
    if (known != null) {
      known.during(now, until);
      node.addends.put(b, diff(bottom).during(now, now));
      return;
    }
    boolean inPlace = b == 0 && isInPlaceCandidate(node) && !lives(node.topBlobs.get(0));
    node.diffInPlace |= inPlace;
    Region region = inPlace ? regionOf(diffs, node.topBlobs.get(0)) : diff(bottom);
    diffs.put(bottom, region.during(now, until));
  }

  /** When the producer of a blob has used its diff. */
  private long producedAt(Blob blob) {
    if (lives(blob)) {
      return end;
    }
    return nodes.stream()
        .filter(node -> node.topBlobs.contains(blob))
        .mapToLong(PlannedNode::backwardTime)
        .findFirst()
        .orElse(end);
  }

  /** Whether the diff of a blob can be read after the backward pass. */
  private boolean lives(Blob blob) {
    return kept.contains(blob);
  }

  private Region value(Blob blob) {
    return new Region(blob + " " + shapes.get(blob), shape(blob).count());
  }

  private Region diff(Blob blob) {
    return new Region("gradient of " + blob + " " + shapes.get(blob), shape(blob).count());
  }

  private Shape shape(Blob blob) {
    Shape shape = shapes.get(blob);
    if (shape == null) {
      throw new IllegalStateException("no shape for " + blob);
    }
    return shape;
  }

  private static Region regionOf(Map<Blob, Region> map, Blob blob) {
    Region region = map.get(blob);
    if (region == null) {
      throw new IllegalStateException("no region for " + blob);
    }
    return region;
  }

  @Override
  public long bytes() {
    return length * Float.BYTES;
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (PlannedNode node : nodes) {
      if (node.topBlobs.isEmpty()) {
        continue;
      }
      text.append(
          "%-24s %-16s %-20s at %,d%s%n"
              .formatted(
                  node.node.name(),
                  node.node.layer().type(),
                  node.top(),
                  regionOf(values, node.topBlobs.get(0)).offset * Float.BYTES,
                  node.inPlace ? " in place" : ""));
    }
    return text.append("total %,d bytes".formatted(bytes())).toString();
  }

  /** The largest regions, one to a line. */
  String largest() {
    StringBuilder text = new StringBuilder();
    regions.stream()
        .sorted(Comparator.comparingLong((Region r) -> r.length).reversed())
        .limit(5)
        .forEach(r -> text.append("%n  %,12d MB  %s".formatted(r.length * 4 / 1_000_000, r.label)));
    return text.toString();
  }
}
