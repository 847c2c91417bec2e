package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.softmaxLoss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.CaffeNet;
import io.fcn4j.layers.caffe.LayerRun;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxLossTest {
  private static final Shape SCORES = Shape.of(2, 5, 3, 4);
  private static final Shape LABELS = Shape.of(2, 1, 3, 4);

  /** Classes, some of them (a third) replaced by another label. */
  private static Host.FloatByIndex labels(int classes, int other) {
    CounterRandom random = CounterRandom.seeded(3);
    return i -> random.below(3, 2 * i) == 0 ? other : random.below(classes, 2 * i + 1);
  }

  @ParameterizedTest
  @EnumSource
  void everyNormalizationAgreesWithCaffe(Normalization normalization) {
    String mode = "normalization: " + normalization;
    AgainstCaffe.layer(softmaxLoss().normalize(normalization))
        .as("type: 'SoftmaxWithLoss' loss_param { %s }".formatted(mode))
        .bottom(1, labels(5, 0))
        .on(SCORES, LABELS);
    AgainstCaffe.layer(softmaxLoss().normalize(normalization).ignore(255))
        .as("type: 'SoftmaxWithLoss' loss_param { ignore_label: 255 %s }".formatted(mode))
        .bottom(1, labels(5, 255))
        .on(SCORES, LABELS);
    AgainstCaffe.layer(softmaxLoss().normalize(normalization).ignore(255))
        .as("type: 'SoftmaxWithLoss' loss_param { ignore_label: 255 %s }".formatted(mode))
        .bottom(1, i -> 255)
        .on(SCORES, LABELS);
  }

  @Test
  void defaultsAgreeWithCaffe() {
    AgainstCaffe caffe = AgainstCaffe.layer(softmaxLoss()).as("type: 'SoftmaxWithLoss'");
    caffe.bottom(1, labels(5, 0)).on(SCORES, LABELS);
    caffe.bottom(1, labels(5, 0)).in(Phase.TEST).on(SCORES, Shape.of(2, 12));
    caffe.bottom(1, labels(7, 0)).on(Shape.of(3, 7), Shape.of(3));
    caffe.bottom(1, labels(2, 0)).on(Shape.of(1, 2, 50, 70), Shape.of(1, 1, 50, 70));
    caffe.bottom(1, i -> labels(5, 0).at(i) + 0.9f).on(SCORES, LABELS);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, -1})
  void anyAxisAgreesWithCaffe(int axis) {
    AgainstCaffe.layer(softmaxLoss().axis(axis))
        .as("type: 'SoftmaxWithLoss' softmax_param { axis: %d }".formatted(axis))
        .bottom(1, labels(3, 0))
        .on(Shape.of(2, 4, 3), Shape.of(2, 4, 1));
  }

  /** Caffe 1.0 refuses every loss_weight of two tops, so its Softmax has to do. */
  @Test
  void theSecondTopHoldsTheProbabilities() {
    LayerRun run = LayerRun.of(softmaxLoss().withProbabilities(), Phase.TRAIN, 1, SCORES, LABELS);
    Host.fill(run.bottom(0), CounterRandom.seeded(6)::gaussian);
    Host.fill(run.bottom(1), labels(5, 0));
    run.forward();
    String prototxt =
        """
        layer { name: 'x' type: 'Input' top: 'x' input_param { shape { dim: 2 dim: 5 dim: 3 dim: 4 } } }
        layer { name: 'p' type: 'Softmax' bottom: 'x' top: 'p' }
        """;
    try (CaffeNet net = CaffeNet.of(prototxt, Phase.TEST)) {
      net.set("x", run.bottom(0)).forward();
      Agreement.require("probabilities", run.top(1), net.data("p"), 1e-5);
    }
  }

  @Test
  void saturatesWhereCaffeDoes() {
    AgainstCaffe.layer(softmaxLoss())
        .as("type: 'SoftmaxWithLoss'")
        .bottom(0, i -> i % 7 == 0 ? 500 : -500)
        .bottom(1, labels(5, 0))
        .on(SCORES, LABELS);
    LayerRun run = LayerRun.of(softmaxLoss(), Phase.TRAIN, 1, Shape.of(1, 2), Shape.of(1));
    Host.write(new float[] {1000, 0}, run.bottom(0));
    Host.write(new float[] {1}, run.bottom(1));
    run.forward();
    assertThat(run.top().getFloat(0)).isEqualTo(87.3365f, within(1e-4f));
  }

  /** A diagonal information gain is a weight for each class. */
  @Test
  void classWeightsAgreeWithCaffesInfogainLoss() {
    String prototxt =
        """
        layer { name: 'x' type: 'Input' top: 'x' input_param { shape { dim: 2 dim: 5 dim: 3 dim: 4 } } }
        layer { name: 'y' type: 'Input' top: 'y' input_param { shape { dim: 2 dim: 1 dim: 3 dim: 4 } } }
        layer { name: 'h' type: 'Input' top: 'h' input_param { shape { dim: 1 dim: 1 dim: 5 dim: 5 } } }
        layer {
          name: 'learned' type: 'Scale' bottom: 'x' top: 'scores'
          scale_param { filler { type: 'constant' value: 1 } }
        }
        layer {
          name: 'loss' type: 'InfogainLoss' bottom: 'scores' bottom: 'y' bottom: 'h' top: 'loss'
          loss_param { ignore_label: 255 }
        }
        """;
    float[] weights = {0.5f, 2f, 0f, 1f, 3f};
    SoftmaxLoss layer = softmaxLoss().ignore(255).weights(weights);
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, SCORES, LABELS);
    CounterRandom random = CounterRandom.seeded(5);
    Host.fill(run.bottom(0), random::gaussian);
    Host.fill(run.bottom(1), labels(5, 255));
    float[] gains = new float[25];
    IntStream.range(0, 5).forEach(c -> gains[6 * c] = weights[c]);
    try (CaffeNet net = CaffeNet.of(prototxt, Phase.TRAIN)) {
      net.set("x", run.bottom(0)).set("y", run.bottom(1)).set("h", gains);
      net.forward();
      run.forward();
      Agreement.require("loss", run.top(), net.data("loss"), 1e-5);
      net.backward();
      run.topDiff().assign(1);
      run.backward();
      Agreement.require("gradient", run.bottomDiff(), net.diff("scores"), 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 21, 33, 40, 60})
  void equalScoresCostTheLogarithmOfTheClasses(int classes) {
    Shape scores = Shape.of(2, classes, 5, 3);
    LayerRun run = LayerRun.of(softmaxLoss(), Phase.TRAIN, 1, scores, Shape.of(2, 1, 5, 3));
    run.bottom(0).assign(0);
    Host.fill(run.bottom(1), labels(classes, 0));
    run.forward();
    assertThat(run.top().getFloat(0)).isEqualTo((float) Math.log(classes), within(1e-6f));
  }

  @Test
  void ignoredCellsGiveNothingWhateverTheirScores() {
    SoftmaxLoss layer = softmaxLoss().ignore(255);
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, SCORES, LABELS);
    run.bottom(0).assign(Float.NaN);
    run.bottom(1).assign(255);
    run.topDiff().assign(1);
    run.forward();
    run.backward();
    assertThat(run.top().getFloat(0)).isZero();
    assertThat(Host.read(run.bottomDiff())).containsOnly(0f);
  }

  @Test
  void samplingKeepsAShareOfTheCellsAndCountsThem() {
    int cells = 100 * 100;
    Shape scores = Shape.of(1, 2, 100, 100);
    LayerRun run =
        LayerRun.of(
            softmaxLoss().sampling(0.25f), Phase.TRAIN, 1, scores, Shape.of(1, 1, 100, 100));
    run.bottom(0).assign(0);
    run.bottom(1).assign(1);
    run.topDiff().assign(1);
    run.forward();
    run.backward();
    assertThat(run.top().getFloat(0)).isEqualTo((float) Math.log(2), within(1e-6f));
    float[] gradient = Host.read(run.bottomDiff());
    long kept = IntStream.range(0, cells).filter(i -> gradient[i] != 0).count();
    assertThat(kept).isBetween(2300L, 2700L);
    for (int i = 0; i < cells; i++) {
      float expected = run.random().uniform(i) < 0.25f ? 0.5f / kept : 0;
      assertThat(gradient[i]).isEqualTo(expected, within(1e-9f));
      assertThat(gradient[cells + i]).isEqualTo(-gradient[i]);
    }
  }

  @Test
  void samplingIsForTrainingOnly() {
    AgainstCaffe.layer(softmaxLoss().sampling(0.25f))
        .as("type: 'SoftmaxWithLoss'")
        .in(Phase.TEST)
        .bottom(1, labels(5, 0))
        .on(SCORES, LABELS);
    assertThat(softmaxLoss().sampling(0.25f).capabilities().stochastic()).isTrue();
    assertThat(softmaxLoss().capabilities().stochastic()).isFalse();
  }

  @Test
  void labelsOutsideOfTheClassesAreRefused() {
    assertRefused(softmaxLoss(), 255)
        .hasMessage(
            """
            found 2 of 12 labels outside of the classes, the first is 255 at cell 3, expected 0 to 4
            If 255 marks cells without a label, set ignore(255); in a mask of 0 and 255, replace 255 \
            by the class.""");
    assertRefused(softmaxLoss().ignore(255), 5)
        .hasMessage(
            """
            found 2 of 12 labels outside of the classes, the first is 5 at cell 3, expected 0 to 4, \
            or 255 to ignore
            Labels are class indices; set ignore(...) for the value of cells without a label.""");
    assertRefused(softmaxLoss(), -1).hasMessageContaining("the first is -1 at cell 3");
    assertRefused(softmaxLoss().ignore(0), Float.NaN)
        .hasMessageContaining("the first is NaN at cell 3");
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(SoftmaxLoss layer, float label) {
    Shape scores = Shape.of(1, 5, 3, 4);
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, scores, Shape.of(1, 1, 3, 4));
    run.bottom(0).assign(0);
    Host.fill(run.bottom(1), i -> i == 3 || i == 7 ? label : 1);
    return assertThatThrownBy(run::forward).isInstanceOf(FcnException.class);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> softmaxLoss().shapes(List.of(SCORES, Shape.of(2, 1, 4, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            """
            labels do not fit the scores
              scores  2x5x3x4 (classes on axis 1)
              labels  2x1x4x3   <- expected 2x1x3x4
            Give one label for every cell of the scores.""");
    assertThatThrownBy(() -> softmaxLoss().shapes(List.of(SCORES, Shape.of(24))))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> softmaxLoss().weights(1f, 2f).shapes(List.of(SCORES, LABELS)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found 2 class weights for scores of 5 classes (2x5x3x4)");
    assertThatThrownBy(() -> softmaxLoss().weights(1f, -2f))
        .isInstanceOf(FcnException.class)
        .hasMessage("class weights: found [1.0, -2.0], expected finite numbers, none negative");
    assertThatThrownBy(() -> softmaxLoss().sampling(0))
        .isInstanceOf(FcnException.class)
        .hasMessage("sampling: found 0.0, expected a probability above 0");
  }
}
