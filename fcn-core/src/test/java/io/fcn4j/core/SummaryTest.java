package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.TestLayers.Square;
import io.fcn4j.core.TestLayers.Weigh;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static Net net() {
    NetBuilder b = NetBuilder.named("small");
    Blob x = b.input("x", Shape.of(1, 1, 2, 3));
    b.add("square", new Square(), b.add("weigh", new Weigh(Filler.zeros()), x));
    return b.build(0);
  }

  @Test
  void aRowForEveryLayer() {
    Summary summary = net().summary(Shape.of(1, 1, 2, 3));
    assertThat(summary.rows())
        .containsExactly(
            new Summary.Row("weigh", "Weigh", Shape.of(1, 1, 2, 3), 6, 0, 1, "1", 24),
            new Summary.Row("square", "Square", Shape.of(1, 1, 2, 3), 0, 0, 1, "1", 24));
    assertThat(summary.toString())
        .contains("layer   type    output")
        .contains("weigh   Weigh   1x1x2x3")
        .endsWith("net 'small': 6 parameters, 0 multiply-accumulates, 48 bytes of blobs");
  }

  @Test
  void aPictureForGraphviz() {
    String dot = Graphviz.dot(net().graph(), Map.of("x", Shape.of(1, 1, 2, 3)));
    assertThat(dot)
        .startsWith("digraph \"small\" {")
        .contains("\"input x\" [shape=ellipse, label=\"x\"];")
        .contains("\"input x\" -> \"weigh\" [label=\"1x1x2x3\"];")
        .contains("\"weigh\" -> \"square\"");
  }
}
