package io.fcn4j.core;

import java.util.List;
import java.util.function.Supplier;

/** Shape inference of one node, with messages that name the node. */
final class Shapes {
  private Shapes() {}

  static List<Shape> ofTops(Node node, List<Shape> bottoms) {
    return of(
        node,
        bottoms,
        () -> {
          List<Shape> tops = node.layer().shapes(bottoms);
          if (tops.size() != node.tops().size()) {
            throw new ShapeException(
                "shapes() gave %d shapes for %d tops".formatted(tops.size(), node.tops().size()));
          }
          return tops;
        });
  }

  static List<ParamSpec> ofParams(Node node, List<Shape> bottoms) {
    return of(node, bottoms, () -> node.layer().params(bottoms));
  }

  private static <T> T of(Node node, List<Shape> bottoms, Supplier<T> inference) {
    try {
      return inference.get();
    } catch (ShapeException e) {
      throw new ShapeException(node.describe() + ": " + e.describe(node.bottoms(), bottoms));
    } catch (ArithmeticException e) {
      ShapeException overflow = new ShapeException("its sizes are too large to be computed");
      throw new ShapeException(
          node.describe() + ": " + overflow.describe(node.bottoms(), bottoms), e);
    }
  }
}
