package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.absVal;
import static io.fcn4j.layers.Layers.bias;
import static io.fcn4j.layers.Layers.biasByBottom;
import static io.fcn4j.layers.Layers.bnll;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.elu;
import static io.fcn4j.layers.Layers.exp;
import static io.fcn4j.layers.Layers.flatten;
import static io.fcn4j.layers.Layers.leakyRelu;
import static io.fcn4j.layers.Layers.log;
import static io.fcn4j.layers.Layers.max;
import static io.fcn4j.layers.Layers.power;
import static io.fcn4j.layers.Layers.prelu;
import static io.fcn4j.layers.Layers.prod;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.reshape;
import static io.fcn4j.layers.Layers.scale;
import static io.fcn4j.layers.Layers.scaleByBottom;
import static io.fcn4j.layers.Layers.sigmoid;
import static io.fcn4j.layers.Layers.silence;
import static io.fcn4j.layers.Layers.sliceEvenly;
import static io.fcn4j.layers.Layers.softmax;
import static io.fcn4j.layers.Layers.sum;
import static io.fcn4j.layers.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.testkit.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers between others in a net: in place and not, and gradients that add up. */
class InSessionTest {
  private static final Shape X = Shape.of(2, 3, 5, 7);
  private static final Filler FACTORS = Filler.gaussian(1);

  static Stream<Layer> inPlace() {
    return Stream.of(
        relu(),
        leakyRelu(0.1f),
        sigmoid(),
        tanh(),
        elu(),
        elu(-0.3f),
        prelu(),
        bnll(),
        absVal(),
        power(0),
        power(1).scale(2),
        power(2).shift(1),
        exp().base(2),
        log().scale(0.1f).shift(3),
        dropout(),
        softmax(),
        scale().bias(),
        bias(),
        flatten(),
        reshape(0, -1),
        sum(),
        sum(2f, 3f));
  }

  private static INDArray random(Shape shape, int seed) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    new Filler.Uniform(-1, 1).fill(array, CounterRandom.seeded(seed));
    return array;
  }

  private static Net between(Layer layer) {
    NetBuilder b = NetBuilder.named("between");
    Blob data = b.input("data", X);
    Blob below = b.add("below", scale().filler(FACTORS), data);
    Blob y =
        layer.arity().takes(1)
            ? b.add("y", layer, below)
            : b.add("y", layer, below, b.add("side", scale(), data));
    return b.output(b.add("above", scale().filler(FACTORS), y)).build(1);
  }

  private static Session open(Net net, Phase phase, String... kept) {
    SessionOptions options = SessionOptions.DEFAULT.allGradients().takeDiffs("above").keep(kept);
    return TestEngine.get().open(net, phase, options);
  }

  /** The output and the gradient of the input. */
  private static List<float[]> run(Session session) {
    INDArray y = session.forward(Map.of("data", random(X, 1))).get("above");
    session.backward(Map.of("above", random(Shape.of(y.shape()), 2)));
    return List.of(Host.read(y), Host.read(session.gradient("data")));
  }

  private static boolean isInPlace(Session session, String node) {
    return session
        .plan(Map.of("data", X))
        .describe()
        .lines()
        .anyMatch(line -> line.startsWith(node) && line.endsWith("in place"));
  }

  @ParameterizedTest
  @MethodSource("inPlace")
  void inPlaceIsAsOutOfPlace(Layer layer) {
    Net net = between(layer);
    for (Phase phase : Phase.values()) {
      // Blobs that must stay readable are not overwritten, and neither are their gradients.
      try (Session tight = open(net, phase);
          Session wide = open(net, phase, "below", "y")) {
        if (TestEngine.get() == Engines.nd4j()) {
          assertThat(isInPlace(tight, "y")).isEqualTo(!layer.capabilities().backwardReadsBottoms());
          assertThat(isInPlace(wide, "y")).isFalse();
        }
        List<float[]> expected = run(wide);
        List<float[]> found = run(tight);
        assertThat(found.get(0)).isEqualTo(expected.get(0));
        assertThat(found.get(1)).isEqualTo(expected.get(1));
      }
    }
  }

  static Stream<Layer> ofSeveralBottoms() {
    return Stream.of(
        sum(),
        prod(),
        new Eltwise(new Eltwise.Prod(false)),
        max(),
        concat(),
        scaleByBottom().axis(0),
        biasByBottom().axis(0));
  }

  @ParameterizedTest
  @MethodSource("ofSeveralBottoms")
  void bottomsWithoutGradientAreLeftAlone(Layer layer) {
    NetBuilder b = NetBuilder.named("join");
    Blob data = b.input("data", X);
    Blob side = b.add("side", scale().filler(FACTORS), data);
    b.add("first", layer, side, data);
    b.add("second", layer, data, side);
    Net net = b.build(1);
    SessionOptions some = SessionOptions.DEFAULT.takeDiffs("first", "second");
    try (Session needed = TestEngine.get().open(net, Phase.TRAIN, some);
        Session all = TestEngine.get().open(net, Phase.TRAIN, some.allGradients())) {
      for (Session session : List.of(needed, all)) {
        Outputs outputs = session.forward(Map.of("data", random(X, 1)));
        Shape top = Shape.of(outputs.get("first").shape());
        session.backward(Map.of("first", random(top, 2), "second", random(top, 3)));
      }
      float[] expected = Host.read(all.gradient("side.0"));
      assertThat(Host.read(needed.gradient("side.0"))).isEqualTo(expected).doesNotContain(0);
    }
  }

  @Test
  void gradientsOfParametersAddUp() {
    Net net = between(scale().bias());
    try (Session session = open(net, Phase.TRAIN)) {
      run(session);
      INDArray scale = session.gradient("y.0");
      INDArray bias = session.gradient("y.1");
      run(session);
      assertThat(session.gradient("y.0")).isEqualTo(scale.mul(2));
      assertThat(session.gradient("y.1")).isEqualTo(bias.mul(2));
      assertThat(bias.amaxNumber().doubleValue()).isPositive();
    }
  }

  @Test
  void silenceHidesATop() {
    NetBuilder b = NetBuilder.named("silent");
    List<Blob> halves = b.addAll("halves", sliceEvenly(0, 2), b.input("data", X));
    b.addAll("silence", silence(), halves.get(1));
    b.addAll("silence_unused", silence(), b.input("unused", X));
    Net net = b.build(1);
    try (Session session = TestEngine.get().open(net, Phase.TEST)) {
      Outputs outputs = session.forward(Map.of("data", random(X, 1)));
      assertThat(outputs.views()).containsOnlyKeys("halves");
      assertThat(session.plan(Map.of("data", X)).describe()).doesNotContain("silence");
    }
    assertThat(net.summary(X).rows()).hasSize(1);
  }
}
