package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.batchNorm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Filler;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import io.fcn4j.testkit.LayerContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BatchNormTest {

  @ParameterizedTest
  @CsvSource({
    "TRAIN, 3x4x5x6",
    "TEST, 3x4x5x6",
    "TRAIN, 1x4x5x6",
    "TRAIN, 5x4",
    "TEST, 5x4",
    "TRAIN, 2x3x4"
  })
  void isCaffes(Phase phase, String bottom) {
    AgainstCaffe.layer(batchNorm()).as("type: 'BatchNorm'").in(phase).on(Shape.parse(bottom));
  }

  @ParameterizedTest
  @EnumSource
  void statisticsCanBeChosen(Phase phase) {
    AgainstCaffe.layer(batchNorm().statistics(BatchNorm.Statistics.STORED).eps(1e-3f))
        .as("type: 'BatchNorm' batch_norm_param { use_global_stats: true eps: 1e-3 }")
        .in(phase)
        .on(Shape.of(3, 4, 5, 6));
  }

  @Test
  void movingAverageFraction() {
    AgainstCaffe.layer(
            batchNorm().movingAverageFraction(0.9f).statistics(BatchNorm.Statistics.OF_BATCH))
        .as(
            "type: 'BatchNorm' batch_norm_param {"
                + " use_global_stats: false moving_average_fraction: 0.9 }")
        .on(Shape.of(3, 4, 5, 6));
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(
            LayerContract.of(batchNorm()).on(Shape.parse("3x2x3x2")),
            LayerContract.of(batchNorm().statistics(BatchNorm.Statistics.STORED))
                .on(Shape.parse("3x2x3x2")))
        .flatMap(tests -> tests);
  }

  @Test
  void aSingleValuePerChannelIsCaffesToo() {
    AgainstCaffe.layer(batchNorm()).as("type: 'BatchNorm'").on(Shape.of(1, 4));
  }

  @Test
  void testingLeavesTheStoredStatisticsAlone() {
    BatchNorm layer = batchNorm().statistics(BatchNorm.Statistics.OF_BATCH);
    LayerRun run = LayerRun.of(layer, Phase.TEST, 1, Shape.of(3, 2));
    Host.fill(run.bottom(0), i -> i);
    for (int i = 0; i < 3; i++) {
      run.param(i).assign(7);
    }
    run.forward();
    assertThat(run.top(0).getFloat(2, 0))
        .isCloseTo((float) Math.sqrt(1.5), org.assertj.core.api.Assertions.within(1e-5f));
    for (int i = 0; i < 3; i++) {
      assertThat(Host.read(run.param(i))).containsOnly(7);
    }
  }

  @Test
  void nothingStoredYetGivesZeroMeanAndVariance() {
    LayerRun run = LayerRun.of(batchNorm().eps(0.25f), Phase.TEST, 1, Shape.of(1, 2));
    Host.fill(run.bottom(0), i -> 3 + i);
    for (int i = 0; i < 3; i++) {
      run.param(i).assign(0);
    }
    run.forward();
    assertThat(Host.read(run.top(0))).containsExactly(6, 8);
  }

  @Test
  void parametersAreState() {
    assertThat(batchNorm().params(List.of(Shape.of(3, 4, 5, 6))))
        .containsExactly(
            ParamSpec.state("mean", Shape.of(4), Filler.zeros()),
            ParamSpec.state("variance", Shape.of(4), Filler.zeros()),
            ParamSpec.state("scale_factor", Shape.of(1), Filler.zeros()));
  }

  @Test
  void refusesASingleAxis() {
    assertThatThrownBy(() -> batchNorm().shape(Shape.of(4)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 4, expected N x C x ...");
  }
}
