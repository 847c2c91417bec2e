package io.fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.solver.UpdateRule;
import io.fcn4j.core.solver.UpdateStep;
import io.fcn4j.models.ModelName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole nets agree with the specification: scores, label maps, losses, gradients and updates. */
class NetsAgreeTest {
  private static final int CLASSES = 21;
  private static final double SCORES = 1e-4;
  private static final double LABELS = 0.9999;
  private static final double GRADIENTS = 2e-3;
  private static final double COSINE = 0.99999;

  static Stream<Arguments> nets() {
    return Stream.of("vgg16", "alexnet", "googlenet")
        .flatMap(
            backbone ->
                Stream.of("fcn32s-", "fcn16s-", "fcn8s-")
                    .map(stride -> Arguments.of(stride + backbone + ":width=1/4", 97, 130)));
  }

  static Net net(String name) {
    Net net = ModelName.parse(name).fcn(true).classes(CLASSES).build();
    for (Param param : net.params().all()) {
      // Scores begin as zeros, which would hide everything below them.
      if (param.isLearned() && param.array().amaxNumber().doubleValue() == 0) {
        float limit = param.shape().rank() == 1 ? 0.3f : 0.05f;
        new Filler.Uniform(-limit, limit)
            .fill(param.array(), CounterRandom.seeded(3).stream(param.key()));
      }
    }
    net.params().touch();
    return net;
  }

  private static Map<String, INDArray> inputs(long h, long w) {
    INDArray image = BothEngines.random(Shape.of(1, 3, h, w), "image").muli(128);
    CounterRandom random = CounterRandom.seeded(4);
    INDArray labels = Nd4j.create(DataType.FLOAT, 1, 1, h, w);
    Host.fill(labels, i -> random.uniform(i) < 0.1f ? 255 : random.stream("l").below(CLASSES, i));
    return Map.of("data", image, "label", labels);
  }

  @ParameterizedTest
  @MethodSource("nets")
  void scoresAndLabels(String name, int h, int w) {
    scoresAndLabels(net(name), h, w);
  }

  static void scoresAndLabels(Net net, int h, int w) {
    INDArray expected = scores(Engines.nd4j(), net, SessionOptions.DEFAULT, h, w);
    SessionOptions keeping = SessionOptions.DEFAULT.keepBorder();
    for (SessionOptions options : List.of(SessionOptions.DEFAULT, keeping)) {
      agree(scores(new OneDnnEngine(), net, options, h, w), expected);
    }
  }

  private static void agree(INDArray found, INDArray expected) {
    double range = expected.amaxNumber().doubleValue();
    assertThat(range).isPositive();
    assertThat(found.sub(expected).amaxNumber().doubleValue() / range).isLessThan(SCORES);
    INDArray equal = found.argMax(1).eq(expected.argMax(1)).castTo(DataType.DOUBLE);
    assertThat(equal.meanNumber().doubleValue()).isGreaterThanOrEqualTo(LABELS);
  }

  /** Of the second pass, which may rely on the first. */
  private static INDArray scores(Engine engine, Net net, SessionOptions options, int h, int w) {
    try (Session session = engine.open(net, Phase.TEST, options)) {
      session.forward(Map.of("data", BothEngines.random(Shape.of(1, 3, h, w), "another")));
      return session.forward(Map.of("data", inputs(h, w).get("data"))).get("score");
    }
  }

  @ParameterizedTest
  @MethodSource("nets")
  void gradients(String name, int h, int w) {
    gradients(net(name), h, w);
  }

  static void gradients(Net net, int h, int w) {
    Map<String, INDArray> expected = gradients(Engines.nd4j(), net, h, w);
    Map<String, INDArray> found = gradients(new OneDnnEngine(), net, h, w);
    double squares = 0;
    double different = 0;
    double product = 0;
    double foundSquares = 0;
    for (Map.Entry<String, INDArray> entry : expected.entrySet()) {
      INDArray e = entry.getValue().castTo(DataType.DOUBLE).ravel();
      INDArray f =
          Objects.requireNonNull(found.get(entry.getKey())).castTo(DataType.DOUBLE).ravel();
      squares += e.mul(e).sumNumber().doubleValue();
      foundSquares += f.mul(f).sumNumber().doubleValue();
      product += e.mul(f).sumNumber().doubleValue();
      INDArray d = e.sub(f);
      different += d.mul(d).sumNumber().doubleValue();
    }
    assertThat(squares).isPositive();
    assertThat(Math.sqrt(different / squares)).isLessThan(GRADIENTS);
    assertThat(product / Math.sqrt(squares * foundSquares)).isGreaterThan(COSINE);
  }

  /** All gradients and the loss; dropout draws the same masks in both engines. */
  private static Map<String, INDArray> gradients(Engine engine, Net net, int h, int w) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    try (Session session = engine.open(net, Phase.TRAIN)) {
      double loss = session.forward(inputs(h, w)).loss();
      gradients.put("loss", Nd4j.createFromArray((float) loss));
      session.backward();
      for (Param param : net.params().all()) {
        if (param.isLearned()) {
          gradients.put(param.key(), session.gradient(param.key()));
        }
      }
    }
    return gradients;
  }

  static Stream<UpdateRule> rules() {
    return Stream.of(
        new UpdateRule.Sgd(0.9),
        new UpdateRule.Nesterov(0.9),
        new UpdateRule.AdaGrad(1e-8),
        // A delta that counts: without it noise in a tiny gradient turns the sign of a whole step.
        new UpdateRule.RmsProp(0.98, 1e-2),
        new UpdateRule.AdaDelta(0.95, 1e-6),
        new UpdateRule.Adam(0.9, 0.999, 1e-8));
  }

  /** Accumulated gradients of two sizes, with history, decay of either kind and clipping. */
  @ParameterizedTest
  @MethodSource("rules")
  void updates(UpdateRule rule) {
    String name = "fcn8s-vgg16:width=1/16";
    for (boolean l1 : new boolean[] {false, true}) {
      Net expected = net(name);
      Net found = net(name);
      Map<String, INDArray> history = train(Engines.nd4j(), expected, rule, l1);
      Map<String, INDArray> other = train(new OneDnnEngine(), found, rule, l1);
      for (Param param : expected.params().all()) {
        near(found.params().get(param.key()).array(), param.array(), 1e-3);
      }
      assertThat(other).containsOnlyKeys(history.keySet());
    }
  }

  private static void near(INDArray found, INDArray expected, double tolerance) {
    double range = Math.max(1e-20, expected.norm2Number().doubleValue());
    assertThat(found.sub(expected).norm2Number().doubleValue() / range).isLessThan(tolerance);
  }

  private static Map<String, INDArray> train(Engine engine, Net net, UpdateRule rule, boolean l1) {
    try (Session session = engine.open(net, Phase.TRAIN)) {
      for (int i = 0; i < 3; i++) {
        for (int part = 0; part < 2; part++) {
          session.iteration(2L * i + part);
          session.forward(inputs(40 + 8L * part, 48));
          session.backward();
        }
        session.update(new UpdateStep(rule, 1e-4, i, 5e-4, l1, 1, 2));
      }
      return session.history();
    }
  }

  @Test
  @Tag("slow")
  void fullSize() {
    Net net = net("fcn8s-vgg16");
    scoresAndLabels(net, 500, 500);
    gradients(net, 500, 500);
  }
}
