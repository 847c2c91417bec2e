package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.testkit.TestEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is equal by construction is computed once, and everything else is as before. */
class CollapseTest {
  private static final double CLOSE = 1e-5;

  /** Nets whose first layer pads widely, as the paper's do, from an image to a last blob "y". */
  private static Stream<UnaryOperator<NetBuilder.Chain>> nets() {
    return Stream.of(
        chain ->
            chain
                .add("conv1", conv(4).kernel(3).pad(40))
                .add("relu1", relu())
                .add("conv2", conv(4).kernel(3).pad(1))
                .add("pool2", maxPool(2))
                .add("conv3", conv(4).kernel(3).pad(1))
                .add("relu3", relu())
                .add("pool3", maxPool(2))
                .add("y", conv(3).kernel(3)),
        chain ->
            chain
                .add("conv1", conv(4).kernel(7, 3).stride(2).pad(30, 50))
                .add("norm1", lrn().localSize(3))
                .add("pool1", avePool(3).stride(2))
                .add("conv2", conv(4).kernel(3).pad(2).dilation(2))
                .add("pool2", maxPool(3).stride(2).pad(1))
                .add("drop2", dropout())
                .add("y", conv(3)),
        chain ->
            chain
                .add("pool0", maxPool(2))
                .add("conv1", conv(4).kernel(5).pad(64, 9))
                .add("conv2", conv(4).pad(3))
                .add("pool2", maxPool(2))
                .add("pool3", maxPool(2))
                .add("y", conv(3).kernel(5).stride(2)));
  }

  private static Stream<Shape> sizes() {
    return Stream.of(
        Shape.of(1, 3, 17, 24),
        Shape.of(2, 3, 40, 33),
        Shape.of(1, 3, 2, 3),
        Shape.of(1, 3, 64, 5));
  }

  private static Stream<Arguments> cases() {
    return nets().flatMap(net -> sizes().map(size -> Arguments.of(net, size)));
  }

  private static Net net(UnaryOperator<NetBuilder.Chain> chain, Shape image) {
    NetBuilder b = NetBuilder.named("padded");
    Blob y = chain.apply(b.from(b.input("x", image))).blob();
    return filled(b.output(y).build(5));
  }

  /** Biases make rows of padding other than zero. */
  private static Net filled(Net net) {
    for (Param param : net.params().all()) {
      if (param.shape().rank() == 1) {
        param.array().assign(random(param.shape(), param.key()));
      }
    }
    net.params().touch();
    return net;
  }

  private static INDArray random(Shape shape, String seed) {
    CounterRandom random = CounterRandom.seeded(2).stream(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    Host.fill(array, i -> 2 * random.uniform(i) - 1);
    return array;
  }

  private static Map<String, INDArray> run(
      Net net, Phase phase, SessionOptions options, INDArray x, String... read) {
    Map<String, INDArray> made = new LinkedHashMap<>();
    try (Session session =
        TestEngine.get().open(net, phase, options.allGradients().takeDiffs("y").keep(read))) {
      var outputs = session.forward(Map.of("x", x));
      made.put("y", outputs.get("y"));
      for (String blob : read) {
        made.put(blob, outputs.get(blob));
      }
      session.backward(Map.of("y", random(Shape.of(outputs.get("y").shape()), "dy")));
      made.put("dx", session.gradient("x"));
      for (String blob : read) {
        made.put("gradient of " + blob, session.gradient(blob));
      }
      for (Param param : net.params().all()) {
        made.put(param.key(), session.gradient(param.key()));
      }
    }
    return made;
  }

  private static void requireClose(Map<String, INDArray> found, Map<String, INDArray> expected) {
    assertThat(found).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, array) -> {
          double range = array.amaxNumber().doubleValue() + 1e-20;
          INDArray difference = array.sub(found.get(name));
          assertThat(difference.amaxNumber().doubleValue() / range).as(name).isLessThan(CLOSE);
        });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAndGradientsAreAsBefore(UnaryOperator<NetBuilder.Chain> chain, Shape image) {
    Net net = net(chain, image);
    INDArray x = random(image, "x");
    for (Phase phase : Phase.values()) {
      requireClose(
          run(net, phase, SessionOptions.DEFAULT, x),
          run(net, phase, SessionOptions.DEFAULT.everyCell(), x));
    }
  }

  @ParameterizedTest
  @MethodSource("nets")
  void lessIsComputed(UnaryOperator<NetBuilder.Chain> chain) {
    Shape image = Shape.of(1, 3, 17, 24);
    Net net = net(chain, image);
    assertThat(macs(net, image, SessionOptions.DEFAULT))
        .isLessThan(macs(net, image, SessionOptions.DEFAULT.everyCell()) * 3 / 4);
  }

  private static long macs(Net net, Shape image, SessionOptions options) {
    long[] macs = {0};
    try (Session session =
        TestEngine.get().open(net, Phase.TEST, options.watch(step -> macs[0] += step.macs()))) {
      session.forward(Map.of("x", random(image, "x")));
    }
    return macs[0];
  }

  /** Blobs that are read, and their gradients, are whole. */
  @Test
  void keptBlobsAreWhole() {
    Shape image = Shape.of(1, 3, 17, 24);
    Net net = net(nets().findFirst().orElseThrow(), image);
    INDArray x = random(image, "x");
    String[] read = {"conv2", "pool2", "relu3"};
    requireClose(
        run(net, Phase.TRAIN, SessionOptions.DEFAULT, x, read),
        run(net, Phase.TRAIN, SessionOptions.DEFAULT.everyCell(), x, read));
  }

  /** Readers that leave out different numbers of rows, and branches that meet again. */
  @Test
  void branches() {
    Shape image = Shape.of(2, 3, 19, 22);
    NetBuilder b = NetBuilder.named("branches");
    Blob pool =
        b.from(b.input("x", image))
            .add("conv1", conv(4).kernel(3).pad(50))
            .add("pool1", maxPool(2))
            .blob();
    Blob wide = b.add("wide", conv(4).kernel(5).pad(2), pool);
    Blob narrow = b.add("narrow", conv(4), pool);
    Blob both = b.add("sum", sum(), wide, narrow);
    Blob all = b.add("all", concat(), both, pool, wide);
    Blob down = b.add("pool2", maxPool(2), all);
    Blob other = b.add("other", conv(8).kernel(3).pad(1).stride(2), all);
    b.output(b.add("y", conv(3), b.add("joined", concat(), down, other)));
    Net net = filled(b.build(5));
    INDArray x = random(image, "x");
    requireClose(
        run(net, Phase.TRAIN, SessionOptions.DEFAULT, x),
        run(net, Phase.TRAIN, SessionOptions.DEFAULT.everyCell(), x));
  }
}
