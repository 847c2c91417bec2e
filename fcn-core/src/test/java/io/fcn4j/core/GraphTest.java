package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.TestLayers.Add;
import io.fcn4j.core.TestLayers.Square;
import io.fcn4j.core.TestLayers.SumLoss;
import io.fcn4j.core.TestLayers.Times;
import io.fcn4j.core.TestLayers.Weigh;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Input DATA = Input.free("data", 3);

  @Test
  void nodesAreSortedIntoAnOrderThatRuns() {
    Graph graph =
        Graph.of(
            "unsorted",
            List.of(DATA),
            List.of(
                Node.of("c", new Square(), List.of("b")),
                Node.of("a", new Square(), List.of("data")),
                Node.of("b", new Square(), List.of("a"))),
            List.of());
    assertThat(graph.nodes()).extracting(Node::name).containsExactly("a", "b", "c");
    assertThat(graph.outputs()).extracting(Blob::name).containsExactly("c");
  }

  @Test
  void aCycleIsRefused() {
    List<Node> nodes =
        List.of(
            Node.of("a", new Add(), List.of("data", "b")),
            Node.of("b", new Square(), List.of("a")));
    assertThatThrownBy(() -> Graph.of("cyclic", List.of(DATA), nodes, List.of()))
        .isInstanceOf(GraphException.class)
        .hasMessage("the graph has a cycle through [a, b]; a net must be acyclic");
  }

  @Test
  void anUnknownBottomIsRefusedWithTheNearestNames() {
    List<Node> nodes =
        List.of(
            Node.of("conv1_1", new Square(), List.of("data")),
            Node.of("conv1_2", new Square(), List.of("conv1_1")),
            Node.of("pool", new Square(), List.of("conv_2")));
    assertThatThrownBy(() -> Graph.of("typo", List.of(DATA), nodes, List.of()))
        .hasMessage(
            "layer 'pool' (Square): unknown bottom 'conv_2'; nearest: conv1_2, conv1_1, data");
  }

  @Test
  void aDuplicateTopIsRefused() {
    NetBuilder b = NetBuilder.named("twice");
    Blob data = b.input("data", 3);
    b.add("a", new Square(), data);
    Node second = Node.of("b", new Square(), List.of("data")).withTops(List.of("a"));
    assertThatThrownBy(() -> b.add(second))
        .hasMessage("layer 'b' (Square): duplicate top 'a'; every blob has one producer");
    assertThatThrownBy(() -> b.add("a", new Square(), data))
        .hasMessage("layer 'a' (Square): the graph already has a node of this name");
  }

  @Test
  void aWrongArityIsRefused() {
    NetBuilder b = NetBuilder.named("arity");
    Blob data = b.input("data", 3);
    assertThatThrownBy(() -> b.add("sum", new Add(), data))
        .hasMessage("layer 'sum' (Add): found 1 bottoms [data], expected 2 bottoms");
  }

  @Test
  void aShapeConflictNamesTheLayerAndItsBottoms() {
    NetBuilder b = NetBuilder.named("conflict");
    Blob left = b.input("left", Shape.of(1, 3, 8, 8));
    Blob right = b.input("right", Shape.of(1, 3, 8, 9));
    assertThatThrownBy(() -> b.add("sum", new Add(), left, right))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer 'sum' (Add): bottoms differ in shape\n"
                + "  left           1x3x8x8\n"
                + "  right          1x3x8x9");
  }

  @Test
  void inPlaceNodesRenewTheNameAndOldBlobsAreRefused() {
    NetBuilder b = NetBuilder.named("in place");
    Blob data = b.input("data", 3);
    Blob before = b.add("a", new Square(), data);
    Blob after = b.addInPlace("times", new Times(2), before);
    assertThat(after.name()).isEqualTo("a");
    assertThat(b.blob("a")).isSameAs(after);
    assertThatThrownBy(() -> b.add("late", new Square(), before))
        .hasMessageContaining("'a' has been overwritten in place since");
  }

  @Test
  void parametersAreSharedByName() {
    NetBuilder b = NetBuilder.named("siamese");
    ParamRule shared = ParamRule.sharedAs("w");
    Weigh layer = new Weigh(Filler.constant(1));
    b.input("left", Shape.of(1, 1, 2, 2));
    b.input("right", Shape.of(1, 1, 2, 2));
    b.add(Node.of("a", layer, List.of("left")).withParams(shared));
    b.add(Node.of("b", layer, List.of("right")).withParams(shared));
    Graph graph = b.graph();
    assertThat(graph.paramSpecs()).containsOnlyKeys("a.0");
    assertThat(graph.paramKeys(1)).containsExactly("a.0");
  }

  @Test
  void aParameterThatDependsOnAFreeSizeIsRefused() {
    NetBuilder b = NetBuilder.named("free");
    Blob data = b.input("data", 3);
    assertThatThrownBy(() -> b.add("w", new Weigh(Filler.zeros()), data))
        .hasMessageContaining("layer 'w' (Weigh): the shape of its weight depends on the size")
        .hasMessageContaining("Shape.of(1, 3, 224, 224)");
  }

  @Test
  void aSubgraphIsAddedUnderOtherNames() {
    NetBuilder part = NetBuilder.named("part");
    part.addInPlace("double", new Times(2), part.add("square", new Square(), part.input("x", 3)));
    NetBuilder b = NetBuilder.named("whole");
    Blob data = b.input("data", 3);
    Map<String, Blob> left = b.scope(n -> "left/" + n).addGraph(part.graph(), Map.of("x", data));
    Map<String, Blob> right = b.scope(n -> n + "_r").addGraph(part.graph(), Map.of("x", data));
    assertThat(left.get("square")).hasToString("left/square");
    assertThat(right.get("square")).hasToString("square_r");
    assertThat(b.graph().nodes())
        .extracting(Node::name)
        .containsExactly("left/square", "left/double", "square_r", "double_r");
  }

  @Test
  void aNodeWithoutItsInputsHasNoShape() {
    NetBuilder b = NetBuilder.named("label");
    Blob data = b.input("data", 3);
    Blob label = b.input("label", 3);
    Blob square = b.add("square", new Square(), data);
    Graph graph =
        b.loss("loss", new SumLoss(), b.add("sum", new Add(), square, label))
            .output(square)
            .graph();
    Map<Blob, Shape> shapes = graph.shapes(Map.of("data", Shape.of(1, 3, 5, 7)));
    assertThat(shapes).containsEntry(graph.blob("square"), Shape.of(1, 3, 5, 7));
    assertThat(shapes).doesNotContainKey(graph.blob("loss"));
    assertThatThrownBy(() -> graph.shapes(Map.of("data", Shape.of(1, 4, 5, 7))))
        .hasMessage("input 'data': found 1x4x5x7, expected Nx3xHxW");
    assertThatThrownBy(() -> graph.shapes(Map.of("date", Shape.of(1, 3, 5, 7))))
        .hasMessage("graph 'label' has no input 'date'; it has [data, label]");
  }
}
