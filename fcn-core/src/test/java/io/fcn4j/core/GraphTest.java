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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

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

  @Test
  void aGraphStaysAsItIsWhenItsBuilderGoesOn() {
    NetBuilder b = NetBuilder.named("twice");
    Blob square = b.add("square", new Square(), b.input("data", 3));
    Graph deploy = b.output(square).build(1).graph();
    Graph train = b.loss("loss", new SumLoss(), square).build(1).graph();
    assertThat(deploy.nodes()).extracting(Node::name).containsExactly("square");
    assertThat(deploy.blobs()).extracting(Blob::name).containsExactly("data", "square");
    assertThat(train.nodes()).extracting(Node::name).containsExactly("square", "loss");
    assertThatThrownBy(() -> deploy.blob("loss"))
        .hasMessage("graph 'twice': unknown blob 'loss'; nearest: data, square");
  }

  @Test
  void aRefusedNodeLeavesNothingBehind() {
    NetBuilder b = NetBuilder.named("corrected");
    Blob data = b.input("data", Shape.of(1, 1, 2, 2));
    b.add("a", new Square(), data);
    Node wrong = Node.of("w", new Weigh(Filler.zeros()), List.of("data")).withTops(List.of("a"));
    assertThatThrownBy(() -> b.add(wrong)).hasMessageContaining("duplicate top 'a'");
    b.add("v", new Weigh(Filler.zeros()), data);
    Graph graph = b.graph();
    assertThat(graph.paramSpecs()).containsOnlyKeys("v.0");
    assertThat(graph.paramKeys(1)).containsExactly("v.0");
  }

  @Test
  void overwrittenAndForeignBlobsAreNoOutputsAndFeedNoSubgraph() {
    NetBuilder part = NetBuilder.named("part");
    part.add("square", new Square(), part.input("x", 3));
    NetBuilder b = NetBuilder.named("whole");
    Blob data = b.input("data", 3);
    Blob before = b.add("a", new Square(), data);
    b.addInPlace("times", new Times(2), before);
    assertThatThrownBy(() -> b.output(before))
        .hasMessageStartingWith("output: blob 'a' has been overwritten in place since");
    assertThatThrownBy(() -> b.output(part.blob("x")))
        .hasMessage("blob 'x' belongs to another builder");
    assertThatThrownBy(() -> b.addGraph(part.graph(), Map.of("x", before)))
        .hasMessageStartingWith("subgraph 'part': blob 'a' has been overwritten in place since");
    assertThatThrownBy(() -> b.addGraph(part.graph(), Map.of("x", data, "y", data)))
        .hasMessage("subgraph 'part': has no input 'y'; it has [x]");
  }

  @Test
  void sharersAgreeOnTheirMultipliers() {
    assertThat(shared(new ParamRule("w", null), new ParamRule("w", new Mults(3, 0))))
        .isEqualTo(new Mults(3, 0));
    assertThat(shared(new ParamRule("w", new Mults(3, 0)), new ParamRule("w", null)))
        .isEqualTo(new Mults(3, 0));
    assertThatThrownBy(
            () -> shared(new ParamRule("w", Mults.DEFAULT), new ParamRule("w", Mults.BIAS)))
        .isInstanceOf(GraphException.class)
        .hasMessageStartingWith("layer 'b' (Weigh): shares parameter 'w' with a.0, but gives");
  }

  private static Mults shared(ParamRule owner, ParamRule sharer) {
    NetBuilder b = NetBuilder.named("siamese");
    b.input("x", Shape.of(1, 1, 2, 2));
    Weigh layer = new Weigh(Filler.zeros());
    b.add(Node.of("a", layer, List.of("x")).withParams(owner));
    b.add(Node.of("b", layer, List.of("x")).withParams(sharer));
    return b.build(1).params().get("a.0").mults();
  }

  @Test
  void noGradientFlowsWherePropagateDownIsFalse() {
    NetBuilder b = NetBuilder.named("stopped");
    b.add("below", new Weigh(Filler.constant(1)), b.input("x", Shape.of(1, 1, 2, 2)));
    b.add(
        Node.of("above", new Weigh(Filler.constant(2)), List.of("below")).withPropagateDown(false));
    Net net = b.loss("loss", new SumLoss(), b.blob("above")).build(1);
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      session.forward(Map.of("x", Nd4j.ones(DataType.FLOAT, 1, 1, 2, 2)));
      session.backward();
      assertThat(session.gradient("above.0").sumNumber().doubleValue()).isEqualTo(4);
      assertThatThrownBy(() -> session.gradient("below.0"))
          .hasMessageStartingWith("parameter 'below.0' has no gradient");
    }
  }

  @Test
  void aPictureSaysNoShapeWhereThereIsNone() {
    NetBuilder b = NetBuilder.named("picture");
    b.add("sum", new Add(), b.input("data", 3), b.input("label", 3));
    assertThat(Graphviz.dot(b.graph(), Map.of("data", Shape.of(1, 3, 5, 7))))
        .contains("\"input data\" -> \"sum\" [label=\"1x3x5x7\"]")
        .contains("\"input label\" -> \"sum\" [label=\"\"]");
  }
}
