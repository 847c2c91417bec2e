package io.fcn4j.core;

import java.util.List;

/** Shape inference of one node, with messages that name the node. */
final class Shapes {
  private Shapes() {}

  static List<Shape> ofTops(Node node, List<Shape> bottoms) {
    try {
      List<Shape> tops = node.layer().shapes(bottoms);
      if (tops.size() != node.tops().size()) {
        throw new ShapeException(
            "shapes() gave %d shapes for %d tops".formatted(tops.size(), node.tops().size()));
      }
      return tops;
    } catch (ShapeException e) {
      throw new ShapeException(node.describe() + ": " + e.describe(node.bottoms(), bottoms));
    }
  }
}
