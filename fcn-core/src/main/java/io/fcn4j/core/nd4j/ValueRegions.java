package io.fcn4j.core.nd4j;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which region each blob lies in, and from when to when; decides what runs in place. */
final class ValueRegions {
  private final Map<Blob, Region> regions = new LinkedHashMap<>();
  private final Map<Blob, Shape> shapes;
  private final long[] lastUse;

  private ValueRegions(Map<Blob, Shape> shapes, long[] lastUse) {
    this.shapes = shapes;
    this.lastUse = lastUse;
  }

  /**
   * The region of every blob that has a shape.
   *
   * @param kept blobs that are read after the passes, which are over at {@code end}
   */
  static Map<Blob, Region> of(
      Graph graph, Map<Blob, Shape> shapes, List<PlannedNode> nodes, Set<Blob> kept, long end) {
    long[] lastUse = new long[graph.blobs().size()];
    Arrays.fill(lastUse, -1);
    nodes.forEach(node -> noteReads(node, lastUse));
    kept.forEach(blob -> lastUse[blob.id()] = end);
    ValueRegions values = new ValueRegions(shapes, lastUse);
    for (Input input : graph.inputs()) {
      if (shapes.containsKey(graph.input(input))) {
        values.occupy(graph.input(input), values.fresh(graph.input(input)), -1);
      }
    }
    nodes.forEach(values::place);
    return values.regions;
  }

  /** Training keeps what backward passes read, by what their layers say of themselves. */
  private static void noteReads(PlannedNode node, long[] lastUse) {
    var capabilities = node.node.layer().capabilities();
    boolean readsBottoms = node.backward() && capabilities.backwardReadsBottoms();
    boolean readsTops = node.backward() && capabilities.backwardReadsTops();
    note(node.bottomBlobs, readsBottoms ? node.backwardTime() : node.forwardTime(), lastUse);
    note(node.topBlobs, readsTops ? node.backwardTime() : node.forwardTime(), lastUse);
  }

  private static void note(List<Blob> blobs, long time, long[] lastUse) {
    blobs.forEach(blob -> lastUse[blob.id()] = Math.max(lastUse[blob.id()], time));
  }

  private void place(PlannedNode node) {
    for (int t = 0; t < node.topBlobs.size(); t++) {
      Blob top = node.topBlobs.get(t);
      boolean inPlace = t == 0 && canBeInPlace(node);
      node.inPlace |= inPlace;
      Region region = inPlace ? Region.of(regions, node.bottomBlobs.get(0)) : fresh(top);
      occupy(top, region, node.forwardTime());
    }
  }

  private boolean canBeInPlace(PlannedNode node) {
    return node.isInPlaceCandidate() && lastUse[node.bottomBlobs.get(0).id()] == node.forwardTime();
  }

  private Region fresh(Blob blob) {
    return Region.of(blob.name(), shapes.get(blob));
  }

  private void occupy(Blob blob, Region region, long from) {
    regions.put(blob, region.during(from, lastUse[blob.id()]));
  }
}
