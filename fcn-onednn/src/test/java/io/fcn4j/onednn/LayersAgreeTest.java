package io.fcn4j.onednn;

import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.softmax;
import static io.fcn4j.layers.Layers.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Crop;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every layer that is lowered agrees with its own kernel, and is computed by what we think. */
class LayersAgreeTest {

  static Stream<Arguments> layers() {
    Shape image = Shape.of(1, 3, 21, 23);
    Shape features = Shape.of(2, 32, 13, 17);
    Shape maps = Shape.of(1, 32, 30, 34);
    Shape scores = Shape.of(2, 21, 6, 7);
    return Stream.of(
        arguments(conv(64).kernel(3).pad(1), List.of(image), "avx512"),
        arguments(conv(64).kernel(3).pad(8), List.of(image), "avx512"),
        arguments(conv(64).kernel(3).pad(100), List.of(image), "avx512"),
        arguments(conv(48).kernel(11).stride(4), List.of(Shape.of(2, 3, 51, 47)), "avx512"),
        arguments(conv(32).kernel(3).pad(1), List.of(maps), "wino"),
        arguments(conv(32).kernel(3).pad(1).noBias(), List.of(maps), "wino"),
        arguments(conv(32).kernel(3).pad(0), List.of(maps), "wino"),
        arguments(conv(40).kernel(3).pad(1), List.of(Shape.of(1, 24, 40, 40)), "wino"),
        arguments(conv(48).kernel(3).stride(2), List.of(features), "avx512"),
        arguments(conv(48).kernel(3).pad(2).dilation(2), List.of(features), "avx512"),
        arguments(conv(64).kernel(5).pad(2).group(2), List.of(features), "avx512"),
        arguments(conv(64).kernel(7).pad(3), List.of(features), "avx512"),
        arguments(conv(128).kernel(7), List.of(Shape.of(1, 128, 17, 20)), "F(2x2,7x7)"),
        arguments(conv(130).kernel(6).pad(1), List.of(Shape.of(2, 128, 11, 12)), "F(2x2,6x6)"),
        arguments(
            conv(128).kernel(5).pad(2).noBias(), List.of(Shape.of(1, 136, 25, 22)), "F(2x2,5x5)"),
        arguments(conv(128).kernel(7), List.of(Shape.of(1, 128, 9, 9)), "jit:avx512"),
        arguments(conv(21), List.of(features), "avx512"),
        arguments(conv(5), List.of(Shape.of(1, 7, 9, 4)), "avx512"),
        arguments(deconv(21).kernel(4).stride(2), List.of(scores), "avx"),
        arguments(deconv(21).kernel(4).stride(2).noBias().bilinear(), List.of(scores), "avx"),
        arguments(
            deconv(21).kernel(16).stride(8).pad(3).bilinear().frozen(), List.of(scores), "dw"),
        arguments(deconv(21).kernel(4).stride(2).group(21), List.of(scores), "dw"),
        arguments(deconv(32).kernel(3).stride(2).group(2).pad(1), List.of(features), "avx"),
        arguments(maxPool(2), List.of(features), "jit"),
        arguments(maxPool(3).stride(2), List.of(features), "jit"),
        arguments(maxPool(3).stride(1).pad(1), List.of(scores), "jit"),
        arguments(avePool(3).stride(2), List.of(features), "jit"),
        arguments(avePool(3).stride(1).pad(1), List.of(features), "jit"),
        arguments(avePool(3).stride(2).pad(1), List.of(Shape.of(1, 16, 8, 8)), "nd4j"),
        arguments(lrn().alpha(0.5f), List.of(features), "jit"),
        arguments(lrn().localSize(3).alpha(0.5f).withinChannel(), List.of(features), "nd4j"),
        arguments(softmax(), List.of(scores), "jit"),
        arguments(concat(), List.of(features, Shape.of(2, 16, 13, 17)), "reorder"),
        arguments(concat(), List.of(features, Shape.of(2, 5, 13, 17)), "nd4j"),
        arguments(
            new Crop(2, List.of(2L, 5L)), List.of(features, Shape.of(1, 1, 9, 7)), "reorder"));
  }

  /** The layer between convolutions of one cell, so that it lives in their layouts. */
  private static Net between(Layer layer, List<Shape> bottoms) {
    NetBuilder b = NetBuilder.named("between");
    Blob[] below = new Blob[bottoms.size()];
    for (int i = 0; i < below.length; i++) {
      Blob input = b.input("x" + i, bottoms.get(i));
      int channels = Math.toIntExact(bottoms.get(i).c());
      below[i] =
          channels == 3 || !layer.propagatesTo(i)
              ? input
              : b.add("below" + i, conv(channels), input);
    }
    Blob y = b.add("y", layer, below);
    return b.output(b.add("above", conv(16), y)).build(7);
  }

  private static Map<String, INDArray> inputs(List<Shape> bottoms) {
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    for (int i = 0; i < bottoms.size(); i++) {
      inputs.put("x" + i, BothEngines.random(bottoms.get(i), "x" + i));
    }
    return inputs;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void agrees(Layer layer, List<Shape> bottoms, String algorithm) {
    Net net = between(layer, bottoms);
    Map<String, INDArray> inputs = inputs(bottoms);
    for (Phase phase : Phase.values()) {
      BothEngines.agree(net, phase, inputs, "above");
    }
    assertThat(algorithm(net, bottoms)).contains(algorithm);
  }

  private static String algorithm(Net net, List<Shape> bottoms) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    bottoms.forEach(shape -> shapes.put("x" + shapes.size(), shape));
    try (Session session = new OneDnnEngine().open(net, Phase.TEST)) {
      return session
          .plan(shapes)
          .describe()
          .lines()
          .filter(line -> line.startsWith("y ") && !line.contains("Reorder"))
          .findFirst()
          .orElseThrow();
    }
  }

  static Stream<Arguments> manyWeights() {
    return Stream.of(
        arguments(conv(2048).kernel(3), Shape.of(2, 64, 6, 7)),
        arguments(conv(1024).kernel(2, 5).noBias(), Shape.of(1, 128, 9, 8)),
        arguments(conv(1024), Shape.of(2, 1024, 3, 5)));
  }

  /** Layers with more weights than cells are products of matrices in training. */
  @ParameterizedTest
  @MethodSource("manyWeights")
  void trainedByMatrices(Layer layer, Shape bottom) {
    Net net = between(layer, List.of(bottom));
    Map<String, INDArray> inputs = inputs(List.of(bottom));
    BothEngines.agree(net, Phase.TRAIN, inputs, "above");
    BothEngines.agree(
        "twice",
        addedGradient(new OneDnnEngine(), net, inputs),
        addedGradient(Engines.nd4j(), net, inputs));
    try (Session session = new OneDnnEngine().open(net, Phase.TRAIN)) {
      assertThat(session.plan(Map.of("x0", bottom)).describe()).contains("gemm");
    }
  }

  /** Of two passes. */
  private static INDArray addedGradient(Engine engine, Net net, Map<String, INDArray> inputs) {
    try (Session session =
        engine.open(net, Phase.TRAIN, SessionOptions.DEFAULT.takeDiffs("above"))) {
      for (int pass = 0; pass < 2; pass++) {
        INDArray above = session.forward(inputs).get("above");
        session.backward(Map.of("above", above));
      }
      return session.gradient("y.0");
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void reluIsFused(Shape image) {
    NetBuilder b = NetBuilder.named("fused");
    Blob x = b.input("x", image);
    Blob y =
        b.from(x)
            .add("conv1", conv(32).kernel(3).pad(1))
            .add("relu1", relu())
            .add("conv2", conv(32).kernel(3).pad(1))
            .add("relu2", relu())
            .blob();
    Blob z = b.add("z", sum(), b.add("conv3", conv(32), y), y);
    Net net = b.output(z).build(3);
    for (Phase phase : Phase.values()) {
      BothEngines.agree(net, phase, Map.of("x", BothEngines.random(image, "x")), "z");
    }
    try (Session session = new OneDnnEngine().open(net, Phase.TEST)) {
      assertThat(session.plan(Map.of("x", image)).describe())
          .contains("conv2")
          .doesNotContain("relu");
    }
  }

  static Stream<Shape> sizes() {
    return Stream.of(Shape.of(1, 3, 20, 24), Shape.of(2, 3, 7, 5), Shape.of(1, 3, 1, 1));
  }
}
