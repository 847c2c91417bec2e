package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.sigmoidCrossEntropyLoss;
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
import io.fcn4j.layers.caffe.LayerRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigmoidCrossEntropyLossTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4, 5);
  private static final CounterRandom RANDOM = CounterRandom.seeded(2);

  @ParameterizedTest
  @EnumSource
  void everyNormalizationAgreesWithCaffe(Normalization normalization) {
    String type = "type: 'SigmoidCrossEntropyLoss' loss_param { normalization: %s %s }";
    AgainstCaffe.layer(sigmoidCrossEntropyLoss().normalize(normalization))
        .as(type.formatted(normalization, ""))
        .bottom(1, RANDOM::uniform)
        .on(SHAPE, SHAPE);
    AgainstCaffe ignoring =
        AgainstCaffe.layer(sigmoidCrossEntropyLoss().normalize(normalization).ignore(255))
            .as(type.formatted(normalization, "ignore_label: 255"));
    ignoring.bottom(1, i -> i % 3 == 0 ? 255 : RANDOM.below(2, i)).on(SHAPE, SHAPE);
    ignoring.bottom(1, i -> 255).on(SHAPE, SHAPE);
  }

  @Test
  void defaultsAgreeWithCaffe() {
    AgainstCaffe caffe =
        AgainstCaffe.layer(sigmoidCrossEntropyLoss())
            .as("type: 'SigmoidCrossEntropyLoss'")
            .bottom(1, i -> RANDOM.below(2, i));
    caffe.on(SHAPE, SHAPE);
    caffe.on(Shape.of(1, 1, 170, 110), Shape.of(1, 18700));
    caffe.bottom(0, i -> i % 2 == 0 ? 80 : -80).on(SHAPE, SHAPE);
  }

  @Test
  void zeroScoresCostTheLogarithmOfTwo() {
    LayerRun run =
        LayerRun.of(
            sigmoidCrossEntropyLoss().normalize(Normalization.FULL), Phase.TEST, 1, SHAPE, SHAPE);
    run.bottom(0).assign(0);
    run.bottom(1).assign(1);
    run.forward();
    assertThat(run.top().getFloat(0)).isEqualTo((float) Math.log(2), within(1e-6f));
  }

  @Test
  void targetsThatAreNoProbabilitiesAreRefused() {
    LayerRun run = LayerRun.of(sigmoidCrossEntropyLoss().ignore(-1), Phase.TRAIN, 1, SHAPE, SHAPE);
    run.bottom(0).assign(0);
    run.bottom(1).assign(255);
    assertThatThrownBy(run::forward)
        .isInstanceOf(FcnException.class)
        .hasMessage(
            """
            found target 255.0, expected a probability between 0 and 1, or -1 to ignore
            Scale the targets (a mask of 0 and 255 by 1/255), or set ignore(...) for the value of \
            elements without one.""");
    run.bottom(1).assign(Float.NaN);
    assertThatThrownBy(run::forward).hasMessageStartingWith("found target NaN");
    Host.fill(run.bottom(1), i -> -1);
    run.forward();
    assertThat(run.top().getFloat(0)).isZero();
  }

  @Test
  void targetsOfAnotherSizeAreRefused() {
    assertThatThrownBy(() -> sigmoidCrossEntropyLoss().shapes(List.of(SHAPE, Shape.of(2, 59))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            """
            targets do not fit the predictions
              predictions  2x3x4x5
              targets      2x59   <- expected 2x3x4x5
            Give one target for every prediction.""");
  }
}
