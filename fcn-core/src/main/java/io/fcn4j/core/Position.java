package io.fcn4j.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a blob lies in the coordinates of the blobs it came from: those inputs (and tops of layers
 * that lose coordinates) that can be reached by following aligned bottoms.
 */
record Position(Map<Blob, CoordMap> roots, Map<Blob, String> conflicts) {
  static Position root(Blob blob) {
    return new Position(Map.of(blob, CoordMap.IDENTITY), Map.of());
  }

  /** The position of a top of a node, given those of the node's bottoms. */
  static Position ofTop(Blob top, Node node, List<Position> bottoms) {
    CoordMap map = node.layer().coordMap();
    if (!map.defined() || bottoms.isEmpty()) {
      return root(top);
    }
    Map<Blob, CoordMap> roots = new LinkedHashMap<>();
    Map<Blob, String> conflicts = new LinkedHashMap<>();
    for (int i = 0; i < bottoms.size(); i++) {
      if (node.layer().alignsWith(i)) {
        Position bottom = bottoms.get(i);
        conflicts.putAll(bottom.conflicts);
        bottom.roots.forEach(
            (root, inner) -> {
              try {
                CoordMap here = map.after(inner);
                CoordMap known = roots.putIfAbsent(root, here);
                if (known != null) {
                  roots.put(root, known.widenedBy(here));
                  if (!known.alignedWith(here)) {
                    conflicts.put(root, node.describe() + " joins bottoms that do not line up");
                  }
                }
              } catch (ArithmeticException e) {
                conflicts.put(root, node.describe() + " strides too far for exact coordinates");
              }
            });
      }
    }
    return new Position(roots, conflicts);
  }

  /** A blob that both came from without a conflict on the way. */
  Optional<Blob> commonRoot(Position other) {
    return roots.keySet().stream()
        .filter(root -> other.roots.containsKey(root))
        .filter(root -> !conflicts.containsKey(root) && !other.conflicts.containsKey(root))
        .findFirst();
  }

  CoordMap to(Blob root) {
    CoordMap map = roots.get(root);
    if (map == null) {
      throw new IllegalArgumentException("no path to " + root);
    }
    return map;
  }
}
