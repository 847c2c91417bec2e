package io.fcn4j.caffe;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Elements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training as a solver file says, beside Caffe itself. */
class SolverAgainstCaffeTest {
  /** The loss is a sum of products w g, so that every gradient is g, whatever w. */
  private static final String GIVEN_GRADIENTS =
      """
      layer { name: "g" type: "Input" top: "g" input_param { shape { dim: 1 dim: 200 } } }
      layer { name: "a" type: "InnerProduct" bottom: "g" top: "a" loss_weight: 1
        inner_product_param { num_output: 1 bias_term: false
          weight_filler { type: "gaussian" std: 1 } } }
      layer { name: "b" type: "InnerProduct" bottom: "g" top: "b" loss_weight: 1
        param { lr_mult: 2 decay_mult: 0.5 }
        inner_product_param { num_output: 1 bias_term: false
          weight_filler { type: "gaussian" std: 1 } } }
      layer { name: "c" type: "InnerProduct" bottom: "g" top: "c" loss_weight: 1
        param { lr_mult: 0 }
        inner_product_param { num_output: 1 bias_term: false
          weight_filler { type: "gaussian" std: 1 } } }
      """;

  private static final List<String> RULES =
      List.of(
          "type: 'SGD' momentum: 0.9 base_lr: 0.1",
          "type: 'Nesterov' momentum: 0.95 base_lr: 0.05",
          "type: 'AdaGrad' base_lr: 0.1",
          "type: 'RMSProp' rms_decay: 0.98 base_lr: 0.01",
          "type: 'AdaDelta' momentum: 0.95 delta: 1e-6 base_lr: 1",
          "type: 'Adam' momentum: 0.9 base_lr: 0.01");

  @TempDir Path folder;

  static Stream<String> givenGradients() {
    return RULES.stream()
        .flatMap(
            rule ->
                Stream.of(
                    rule,
                    rule + " weight_decay: 0.01",
                    rule + " weight_decay: 0.01 regularization_type: 'L1'",
                    rule + " iter_size: 3 weight_decay: 0.01",
                    rule + " iter_size: 3 clip_gradients: 5"));
  }

  private void sameWeights(
      String net, String settings, List<Map<String, INDArray>> batches, double tolerance) {
    try (SolverPair pair = new SolverPair(folder, net, batches, settings)) {
      pair.runBoth(20);
      pair.requireAgreement(tolerance);
    }
  }

  @ParameterizedTest
  @MethodSource("givenGradients")
  void sameGradientsGiveTheSameWeights(String settings) {
    sameWeights(GIVEN_GRADIENTS, settings + " lr_policy: 'fixed'", gradients(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lr_policy: 'fixed'",
        "lr_policy: 'step' gamma: 0.7 stepsize: 4",
        "lr_policy: 'exp' gamma: 0.9",
        "lr_policy: 'inv' gamma: 0.1 power: 0.75",
        "lr_policy: 'multistep' gamma: 0.5 stepvalue: 3 stepvalue: 4 stepvalue: 4 stepvalue: 15",
        "lr_policy: 'poly' power: 1.5 max_iter: 20",
        "lr_policy: 'sigmoid' gamma: -0.5 stepsize: 10"
      })
  void ratesFollowTheSamePolicy(String policy) {
    sameWeights(GIVEN_GRADIENTS, policy + " base_lr: 0.1", gradients(), 1e-6);
  }

  /** Weights below no loss, and below one from which no gradient comes down: they still decay. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: 'SGD' momentum: 0.9 base_lr: 0.1 weight_decay: 0.1",
        "type: 'Adam' momentum: 0.9 base_lr: 0.01 weight_decay: 0.1"
      })
  void whatNoLossReachesDecays(String settings) {
    String net =
        GIVEN_GRADIENTS
            + """
            layer { name: "d" type: "InnerProduct" bottom: "g" top: "d"
              inner_product_param { num_output: 3 weight_filler { type: "gaussian" std: 1 } } }
            layer { name: "s" type: "Silence" bottom: "d" }
            layer { name: "e" type: "InnerProduct" bottom: "g" top: "e"
              inner_product_param { num_output: 3 weight_filler { type: "gaussian" std: 1 } } }
            layer { name: "f" type: "Reduction" bottom: "e" top: "f" loss_weight: 1
              propagate_down: false }
            """;
    sameWeights(net, settings + " lr_policy: 'fixed'", gradients(), 1e-6);
  }

  static Stream<String> rules() {
    return RULES.stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aWholeNetLearnsTheSame(String rule) {
    String settings = rule + " lr_policy: 'fixed' weight_decay: 0.0005";
    sameWeights(SmoothNet.PLAIN, settings, SmoothNet.batches(), 1e-5);
  }

  /** Of several magnitudes, and with zeros. */
  private static List<Map<String, INDArray>> gradients() {
    List<Map<String, INDArray>> batches = new ArrayList<>();
    CounterRandom random = CounterRandom.seeded(3);
    for (int i = 0; i < 20; i++) {
      INDArray g = Elements.create(Shape.of(1, 200));
      Filler.gaussian(1).fill(g, random.stream(i));
      g.muli(Math.pow(10, i % 3 - 1));
      g.putScalar(i, 0);
      batches.add(Map.of("g", g));
    }
    return batches;
  }
}
