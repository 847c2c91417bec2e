package io.fcn4j.core.nd4j;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which region the gradient of each blob lies in. The backward pass is walked in its order: the
 * last reader of a blob is the first to write its gradient; what the others write is added.
 */
final class DiffRegions {
  final Map<Blob, Region> regions = new LinkedHashMap<>();

  /** Blobs whose gradient starts with a value from outside. */
  final List<Blob> seeds = new ArrayList<>();

  private final Map<Blob, Shape> shapes;
  private final List<PlannedNode> nodes;
  private final GradientFlow flow;
  private final Set<Blob> kept;
  private final long end;

  DiffRegions(
      Map<Blob, Shape> shapes,
      List<PlannedNode> nodes,
      GradientFlow flow,
      Set<Blob> kept,
      long end) {
    this.shapes = shapes;
    this.nodes = nodes;
    this.flow = flow;
    this.kept = kept;
    this.end = end;
    for (int k = nodes.size() - 1; k >= 0; k--) {
      if (nodes.get(k).backward()) {
        place(nodes.get(k));
      }
    }
  }

  private void place(PlannedNode node) {
    long now = node.backwardTime();
    for (Blob top : node.topBlobs) {
      if (!regions.containsKey(top)) {
        seedOrZero(node, top);
      }
      Region.of(regions, top).during(now, kept.contains(top) ? end : now);
    }
    for (int b = 0; b < node.bottomBlobs.size(); b++) {
      if (flow.wantsBottom(node.index, b)) {
        placeBottom(node, b, now);
      }
    }
  }

  private void seedOrZero(PlannedNode node, Blob top) {
    if (flow.isSeed(top)) {
      seed(top, node.backwardTime());
    } else {
      regions.put(top, fresh(top));
      node.zeroDiffs.add(top);
    }
  }

  /** Seeds are put in when all forward steps are over. */
  private void seed(Blob blob, long until) {
    regions.put(blob, fresh(blob).during(nodes.size(), until));
    seeds.add(blob);
  }

  private void placeBottom(PlannedNode node, int b, long now) {
    Blob bottom = node.bottomBlobs.get(b);
    if (!regions.containsKey(bottom) && flow.isSeed(bottom)) {
      seed(bottom, now);
    }
    Region known = regions.get(bottom);
    if (known != null) {
      known.during(now, readBy(bottom));
      node.addends.put(b, fresh(bottom).during(now, now));
      return;
    }
    boolean inPlace = b == 0 && node.isInPlaceCandidate() && !kept.contains(node.topBlobs.get(0));
    node.diffInPlace |= inPlace;
    Region region = inPlace ? Region.of(regions, node.topBlobs.get(0)) : fresh(bottom);
    regions.put(bottom, region.during(now, readBy(bottom)));
  }

  /** When the producer of a blob has used its gradient. */
  private long readBy(Blob blob) {
    if (kept.contains(blob)) {
      return end;
    }
    return nodes.stream()
        .filter(node -> node.topBlobs.contains(blob))
        .mapToLong(PlannedNode::backwardTime)
        .findFirst()
        .orElse(end);
  }

  private Region fresh(Blob blob) {
    return Region.of("gradient of " + blob, shapes.get(blob));
  }
}
