package io.fcn4j.onnx;

import static io.fcn4j.layers.Layers.accuracy;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.innerProduct;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.mvn;
import static io.fcn4j.layers.Layers.power;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.silence;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Crop;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.GraphException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Node;
import io.fcn4j.core.ParamRule;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.FileException;
import io.fcn4j.onnx.proto.GraphProto;
import io.fcn4j.onnx.proto.ModelProto;
import io.fcn4j.onnx.proto.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What becomes of a net's structure and names. */
class OnnxTest {
  private static final Shape X = Shape.of(1, 2, 6, 6);

  @TempDir private Path temp;

  private GraphProto graph() throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(temp.resolve("net.onnx"))).getGraph();
  }

  private Exported check(Net net, Map<String, Shape> inputs) {
    Agreement.randomize(net, 1);
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    inputs.forEach((name, shape) -> arrays.put(name, Agreement.random(shape, 9)));
    return Agreement.check(net, arrays, temp, 1e-5);
  }

  /** As in the published nets: conv, relu and dropout all write conv1. */
  @Test
  void nameBelongsToItsLastWriter() throws IOException {
    NetBuilder builder = NetBuilder.named("in place");
    builder
        .from(builder.input("data", 2))
        .add("conv1", conv(3).kernel(3))
        .addInPlace("relu1", relu())
        .addInPlace("drop1", dropout())
        .add("score", conv(2).kernel(1));
    check(builder.build(1), Map.of("data", X));
    assertThat(graph().getNodeList())
        .extracting(node -> node.getOpType() + node.getInputList() + node.getOutputList())
        .containsExactly(
            "Conv[data, conv1.0, conv1.1][conv1/Conv]",
            "Relu[conv1/Conv][conv1]",
            "Conv[conv1, score.0, score.1][score]");
    assertThat(graph().getNodeList())
        .extracting(NodeProto::getName)
        .containsExactly("conv1/Conv", "relu1/Relu", "score/Conv");
  }

  @Test
  void everyNameHasOneWriter() throws IOException {
    NetBuilder builder = NetBuilder.named("hostile");
    Blob data = builder.input("data", X);
    Blob again = builder.addInPlace("relu", relu(), data);
    Blob conv = builder.add("a", conv(2).kernel(1), again);
    Blob same = builder.add("a.0", power(1).shift(1), conv);
    builder.add("a/constant", power(1).shift(2), same);
    builder.add("a.0/constant", power(1).shift(3), same);
    check(builder.build(1), Map.of("data", X));
    List<String> made =
        Stream.of(
                graph().getNodeList().stream().flatMap(node -> node.getOutputList().stream()),
                graph().getInitializerList().stream().map(tensor -> tensor.getName()),
                graph().getInputList().stream().map(input -> input.getName()))
            .flatMap(names -> names)
            .toList();
    assertThat(made).doesNotHaveDuplicates().contains("data", "a", "a/constant", "a.0/constant");
  }

  /** An output that nothing computes, or that another one is, is a copy. */
  @Test
  void outputsHaveValuesOfTheirOwn() {
    NetBuilder builder = NetBuilder.named("copies");
    Blob data = builder.input("data", X);
    Blob first = builder.add("first", dropout(), data);
    Blob pool = builder.add("pool", maxPool(2), first);
    builder.output(first, pool, builder.add("second", dropout(), pool));
    Exported exported = check(builder.build(1), Map.of("data", X));
    assertThat(exported.outputs()).containsOnlyKeys("first", "pool", "second");
    assertThat(exported.operations()).isEqualTo(3);
  }

  @Test
  void sharedParametersAreThereOnce() throws IOException {
    NetBuilder builder = NetBuilder.named("twins");
    Blob data = builder.input("data", X);
    Node left = Node.of("left", conv(2).kernel(1).noBias(), List.of("data"));
    Node right = Node.of("right", conv(2).kernel(1).noBias(), List.of("left"));
    builder.add(left.withParams(ParamRule.sharedAs("w")));
    builder.add(right.withParams(ParamRule.sharedAs("w")));
    Node flat = Node.of("flat", innerProduct(1).axis(1).noBias(), List.of("cut"));
    builder.add("cut", new Crop(2, List.of(0L)), data, builder.input("size", Shape.of(1, 1, 1, 2)));
    builder.add(flat.withParams(new ParamRule("w", true, null)));
    Exported exported = check(builder.build(1), Map.of("data", X, "size", Shape.of(1, 1, 1, 2)));
    assertThat(exported.inputs())
        .as("a crop reads no values of its reference")
        .containsOnlyKeys("data");
    assertThat(exported.values()).as("2x2x1x1, and 1x4 of the same").isEqualTo(8);
    assertThat(graph().getInitializerList().stream().map(tensor -> tensor.getName()))
        .contains("left.0", "left.0_2")
        .doesNotContain("right.0");
  }

  @Test
  void lossesAndAccuraciesAreLeftOut() {
    NetBuilder builder = NetBuilder.named("training");
    Blob data = builder.input("data", X);
    Blob label = builder.input("label", X.with(1, 1));
    Blob score = builder.add("score", conv(2).kernel(1), data);
    builder.loss("loss", softmaxLoss(), score, label);
    builder.add("accuracy", accuracy(), score, label);
    builder.addAll("rest", silence(), builder.add("unused", relu(), data));
    Net net = builder.build(1);
    for (Map<String, Shape> inputs :
        List.of(Map.of("data", X), Map.of("data", X, "label", X.with(1, 1)))) {
      Exported exported = Onnx.write(temp.resolve("net.onnx"), net, inputs);
      assertThat(exported.inputs()).containsOnlyKeys("data");
      assertThat(exported.outputs()).containsOnly(Map.entry("score", X));
      assertThat(exported.operations()).isEqualTo(1);
    }
  }

  @Test
  void equalNetsGiveEqualBytes() throws IOException {
    for (String file : List.of("a.onnx", "b.onnx")) {
      NetBuilder builder = NetBuilder.named("same");
      builder.add("ip", innerProduct(3), builder.input("x", X));
      Onnx.write(temp.resolve(file), builder.build(4), Map.of("x", X));
    }
    assertThat(temp.resolve("a.onnx")).hasSameBinaryContentAs(temp.resolve("b.onnx"));
  }

  private void assertRefused(NetBuilder builder, Map<String, Shape> inputs, String message) {
    assertThatThrownBy(() -> Onnx.write(temp.resolve("no.onnx"), builder.build(1), inputs))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining(message);
    assertThat(temp.resolve("no.onnx")).doesNotExist();
  }

  @Test
  void layersThatOnnxExportDoesNotKnow() {
    NetBuilder builder = NetBuilder.named("unknown");
    builder.add("norm", mvn(), builder.input("x", X));
    assertRefused(
        builder,
        Map.of("x", X),
        "layer 'norm' (MVN): it cannot be exported to ONNX; expected one of AbsVal, ArgMax,"
            + " BNLL, BatchNorm, Bias, Concat, Convolution, Crop, Deconvolution, Dropout, ELU,"
            + " Eltwise, Exp, Flatten, InnerProduct, Log, Lrn, PReLU, Parameter, Pooling, Power,"
            + " ReLU, Reshape, Scale, Sigmoid, Silence, Slice, Softmax, Split, TanH, Threshold,"
            + " Tile. Leave it out, or declare outputs that do not depend on it");
  }

  @Test
  void inputsThatLeadNowhere() {
    NetBuilder builder = NetBuilder.named("two");
    builder.output(builder.add("y", relu(), builder.input("x", X)));
    builder.add("z", relu(), builder.input("w", X));
    assertRefused(
        builder,
        Map.of("w", X),
        "net 'two': not every output of [y] is reached from the inputs given; the net's inputs"
            + " are [x, w]");
    NetBuilder free = NetBuilder.named("none");
    free.add("y", relu(), free.input("x", X));
    assertThatThrownBy(() -> Onnx.write(temp.resolve("no.onnx"), free.build(1), Map.of()))
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "net 'none': no output is reached from the inputs given; the net's inputs are [x]");
  }

  @Test
  void sizesThatNeedOtherParameters() {
    NetBuilder builder = NetBuilder.named("fixed");
    builder.add("ip", innerProduct(3), builder.input("x", X));
    assertRefused(
        builder,
        Map.of("x", X.with(2, 7)),
        "layer 'ip' (InnerProduct): at this input size its weight would be 3x84, but it is 3x72;"
            + " export it at the size that it was made for");
    assertRefused(builder, Map.of("x", Shape.of(3)), "input 'x': found 3, expected 1x2x6x6");
  }

  @Test
  void netsForTrainingOnly() {
    NetBuilder builder = NetBuilder.named("train").phase(Phase.TRAIN);
    builder.add("y", relu(), builder.input("x", X));
    assertRefused(builder, Map.of("x", X), "net 'train' was made for phase TRAIN, found TEST");
  }

  @Test
  void moreThanTwoGibibytes() {
    Dataflow flow = new Dataflow();
    Weight huge = new Weight(new Value("w"), Shape.of(1L << 29), Agreement.random(Shape.of(1), 1));
    flow.weights().add(huge);
    Model model = new Model("huge", flow, Map.of(), Map.of(), Map.of(huge.value(), "w"));
    assertThatThrownBy(() -> ModelWriter.write(temp.resolve("huge.onnx"), model))
        .isInstanceOf(FcnException.class)
        .hasMessageMatching(
            "found 2,147,483,\\d+ bytes of layers and weights, but protobuf's files, and so a"
                + " single .onnx, end at 2 GiB; export a narrower net");
    assertThat(temp.resolve("huge.onnx")).doesNotExist();
  }

  @Test
  void filesThatCannotBeWritten() {
    NetBuilder builder = NetBuilder.named("y");
    builder.add("y", relu(), builder.input("x", X));
    assertThatThrownBy(() -> Onnx.write(temp, builder.build(1), Map.of("x", X)))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("not a regular file");
  }
}
