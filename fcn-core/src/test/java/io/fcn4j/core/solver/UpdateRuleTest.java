package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every rule for five steps against its formula in double precision. */
class UpdateRuleTest {
  private static final double RATE = 0.1;
  private static final double DECAY = 0.01;

  /** One weight w, its gradient x in every step, and two history values. */
  private static final class Scalar {
    double w = 2;
    double h;
    double q;

    void step(UpdateRule rule, double x, int t) {
      double g = x + DECAY * w;
      if (rule instanceof UpdateRule.Sgd sgd) {
        h = sgd.momentum() * h + RATE * g;
        w -= h;
      } else if (rule instanceof UpdateRule.Nesterov nesterov) {
        double before = h;
        h = nesterov.momentum() * h + RATE * g;
        w -= (1 + nesterov.momentum()) * h - nesterov.momentum() * before;
      } else if (rule instanceof UpdateRule.AdaGrad adaGrad) {
        h += g * g;
        w -= RATE * g / (Math.sqrt(h) + adaGrad.delta());
      } else if (rule instanceof UpdateRule.RmsProp rms) {
        h = rms.decay() * h + (1 - rms.decay()) * g * g;
        w -= RATE * g / (Math.sqrt(h) + rms.delta());
      } else if (rule instanceof UpdateRule.AdaDelta ada) {
        h = ada.momentum() * h + (1 - ada.momentum()) * g * g;
        double d = g * Math.sqrt((q + ada.delta()) / (h + ada.delta()));
        q = ada.momentum() * q + (1 - ada.momentum()) * d * d;
        w -= RATE * d;
      } else if (rule instanceof UpdateRule.Adam adam) {
        h = adam.beta1() * h + (1 - adam.beta1()) * g;
        q = adam.beta2() * q + (1 - adam.beta2()) * g * g;
        double correction =
            Math.sqrt(1 - Math.pow(adam.beta2(), t + 1)) / (1 - Math.pow(adam.beta1(), t + 1));
        w -= RATE * correction * h / (Math.sqrt(q) + adam.delta());
      }
    }
  }

  private static UpdateRule rule(String type) {
    return switch (type) {
      case "SGD" -> new UpdateRule.Sgd(0.9);
      case "Nesterov" -> new UpdateRule.Nesterov(0.9);
      case "AdaGrad" -> new UpdateRule.AdaGrad(1e-8);
      case "RMSProp" -> new UpdateRule.RmsProp(0.95, 1e-8);
      case "AdaDelta" -> new UpdateRule.AdaDelta(0.95, 1e-6);
      default -> new UpdateRule.Adam(0.9, 0.999, 1e-8);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"SGD", "Nesterov", "AdaGrad", "RMSProp", "AdaDelta", "Adam"})
  void fiveStepsEqualTheFormula(String type) {
    UpdateRule rule = rule(type);
    assertThat(rule.type()).isEqualTo(type);
    Net net = LinearNet.of(2);
    Scalar expected = new Scalar();
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      for (int t = 0; t < 5; t++) {
        float x = 1 - 0.7f * t;
        session.forward(Map.of("x", Nd4j.create(new float[] {x}, new long[] {1, 1})));
        session.backward();
        session.update(new UpdateStep(rule, RATE, t, DECAY, false, 0, 1));
        expected.step(rule, x, t);
        assertThat((double) net.params().get("w.0").array().getFloat(0))
            .isCloseTo(expected.w, within(2e-6));
      }
    }
  }

  /** Adding a delta to the history and taking it off again would round small values away. */
  @Test
  void adaDeltaKeepsSmallHistories() {
    UpdateRule rule = new UpdateRule.AdaDelta(0.95, 1);
    Scalar expected = new Scalar();
    try (Session session = Engines.nd4j().open(LinearNet.of(0), Phase.TRAIN)) {
      expected.w = 0;
      for (int t = 0; t < 3; t++) {
        session.forward(Map.of("x", Nd4j.create(new float[] {1e-4f}, new long[] {1, 1})));
        session.backward();
        session.update(new UpdateStep(rule, RATE, t, DECAY, false, 0, 1));
        expected.step(rule, 1e-4, t);
      }
      List<INDArray> histories = List.copyOf(session.history().values());
      assertThat(histories.get(1).getFloat(0) / expected.q).isCloseTo(1, within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 100})
  void gradientsAreClippedTogetherBeforeTheyAreAveraged(double clip) {
    Net net = LinearNet.of(2);
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      for (int pass = 0; pass < 2; pass++) {
        session.forward(Map.of("x", Nd4j.create(new float[] {3}, new long[] {1, 1})));
        session.backward();
      }
      session.update(new UpdateStep(new UpdateRule.Sgd(0), 1, 0, 0, false, clip, 2));
      double gradient = Math.min(clip, 6) / 2;
      assertThat((double) net.params().get("w.0").array().getFloat(0))
          .isCloseTo(2 - gradient, within(1e-6));
    }
  }
}
