package io.fcn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.testkit.TestEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is equal by construction is computed once, and everything else is as before. */
class CollapseTest {
  private static final double CLOSE = 1e-5;

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
      session.backward(Map.of("y", PaddedNets.random(Shape.of(outputs.get("y").shape()), "dy")));
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
  @MethodSource("io.fcn4j.layers.PaddedNets#cases")
  void valuesAndGradientsAreAsBefore(UnaryOperator<NetBuilder.Chain> chain, Shape image) {
    Net net = PaddedNets.net(chain, image);
    INDArray x = PaddedNets.random(image, "x");
    for (Phase phase : Phase.values()) {
      requireClose(
          run(net, phase, SessionOptions.DEFAULT, x),
          run(net, phase, SessionOptions.DEFAULT.everyCell(), x));
    }
  }

  @ParameterizedTest
  @MethodSource("io.fcn4j.layers.PaddedNets#nets")
  void lessIsComputed(UnaryOperator<NetBuilder.Chain> chain) {
    Shape image = Shape.of(1, 3, 17, 24);
    Net net = PaddedNets.net(chain, image);
    assertThat(macs(net, image, SessionOptions.DEFAULT))
        .isLessThan(macs(net, image, SessionOptions.DEFAULT.everyCell()) * 3 / 4);
  }

  private static long macs(Net net, Shape image, SessionOptions options) {
    long[] macs = {0};
    try (Session session =
        TestEngine.get().open(net, Phase.TEST, options.watch(step -> macs[0] += step.macs()))) {
      session.forward(Map.of("x", PaddedNets.random(image, "x")));
    }
    return macs[0];
  }

  /** Blobs that are read, and their gradients, are whole. */
  @Test
  void keptBlobsAreWhole() {
    Shape image = Shape.of(1, 3, 17, 24);
    Net net = PaddedNets.first(image);
    INDArray x = PaddedNets.random(image, "x");
    String[] read = {"conv2", "pool2", "relu3"};
    requireClose(
        run(net, Phase.TRAIN, SessionOptions.DEFAULT, x, read),
        run(net, Phase.TRAIN, SessionOptions.DEFAULT.everyCell(), x, read));
  }

  /** Readers that leave out different numbers of rows, and branches that meet again. */
  @Test
  void branches() {
    Shape image = Shape.of(2, 3, 19, 22);
    Net net = PaddedNets.branching(image);
    INDArray x = PaddedNets.random(image, "x");
    requireClose(
        run(net, Phase.TRAIN, SessionOptions.DEFAULT, x),
        run(net, Phase.TRAIN, SessionOptions.DEFAULT.everyCell(), x));
  }
}
