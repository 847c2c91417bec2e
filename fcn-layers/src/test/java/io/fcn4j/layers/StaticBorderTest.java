package io.fcn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.testkit.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What no image changes is kept, and every pass is as it would be without. */
class StaticBorderTest {
  private static final double CLOSE = 1e-5;
  private static final SessionOptions KEEPING = SessionOptions.DEFAULT.keepBorder();
  private static final Shape IMAGE = Shape.of(1, 3, 17, 24);

  private static Session open(Net net, SessionOptions options) {
    return TestEngine.get().open(net, Phase.TEST, options);
  }

  private static void requireClose(INDArray found, INDArray expected) {
    double range = expected.amaxNumber().doubleValue() + 1e-20;
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(expected.sub(found).amaxNumber().doubleValue() / range).isLessThan(CLOSE);
  }

  /** Several passes, each over another image, with and without. */
  private static void requireSame(Net net, Shape image, String... read) {
    try (Session plain = open(net, SessionOptions.DEFAULT.everyCell().keep(read));
        Session keeping = open(net, KEEPING.keep(read))) {
      for (int pass = 0; pass < 4; pass++) {
        Map<String, INDArray> x = Map.of("x", PaddedNets.random(image, "x" + pass));
        Outputs expected = plain.forward(x);
        Outputs found = keeping.forward(x);
        List<String> names = new ArrayList<>(List.of(read));
        names.add("y");
        names.forEach(name -> requireClose(found.get(name), expected.get(name)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.fcn4j.layers.PaddedNets#cases")
  void scoresAreAsBefore(UnaryOperator<NetBuilder.Chain> chain, Shape image) {
    requireSame(PaddedNets.net(chain, image), image);
  }

  @Test
  void branches() {
    Shape image = Shape.of(2, 3, 19, 22);
    requireSame(PaddedNets.branching(image), image);
  }

  /** Blobs that are read are whole. */
  @Test
  void keptBlobsAreWhole() {
    requireSame(PaddedNets.first(IMAGE), IMAGE, "conv2", "pool2", "relu3");
  }

  @ParameterizedTest
  @MethodSource("io.fcn4j.layers.PaddedNets#nets")
  void lessIsComputedFromTheSecondPassOn(UnaryOperator<NetBuilder.Chain> chain) {
    long[] macs = {0};
    List<Long> each = new ArrayList<>();
    Map<String, INDArray> x = Map.of("x", PaddedNets.random(IMAGE, "x"));
    try (Session session =
        open(
            PaddedNets.net(chain, IMAGE),
            KEEPING.everyCell().watch(step -> macs[0] += step.macs()))) {
      for (int pass = 0; pass < 3; pass++) {
        macs[0] = 0;
        session.forward(x);
        each.add(macs[0]);
      }
    }
    assertThat(each.get(1)).isEqualTo(each.get(2)).isLessThan(each.get(0) * 3 / 4);
  }

  /** Sizes that come in turn, and a parameter that changes in between. */
  @Test
  void parametersMayChange() {
    Net net = PaddedNets.first(IMAGE);
    Shape other = Shape.of(1, 3, 20, 21);
    Net sizeless = Net.of(PaddedNets.first(other).graph(), net.params());
    requireSame(sizeless, other);
    Map<String, INDArray> x = Map.of("x", PaddedNets.random(IMAGE, "x"));
    try (Session keeping = open(net, KEEPING)) {
      keeping.forward(x);
      keeping.forward(x);
      net.params().get("conv1.1").array().addi(0.25);
      net.params().touch();
      for (int pass = 0; pass < 3; pass++) {
        INDArray found = keeping.forward(x).get("y");
        try (Session plain = open(net, SessionOptions.DEFAULT.everyCell())) {
          requireClose(found, plain.forward(x).get("y"));
        }
      }
    }
  }

  @Test
  void trainingIsRefused() {
    Net net = PaddedNets.first(IMAGE);
    assertThatThrownBy(() -> TestEngine.get().open(net, Phase.TRAIN, KEEPING))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("keepBorder: found phase TRAIN, expected TEST");
  }
}
