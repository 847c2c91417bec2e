package io.fcn4j.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.Json;
import io.fcn4j.models.image.LabelMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Offset<Double> EXACT = within(1e-15);

  @Test
  void followsThePaper() {
    Metrics metrics =
        Metrics.of(
            matrix(
                new long[][] {
                  {50, 10, 0},
                  {5, 20, 5},
                  {0, 0, 10},
                }));
    assertThat(metrics.pixelAccuracy()).isEqualTo(0.8, EXACT);
    assertThat(metrics.meanAccuracy()).isEqualTo((50 / 60. + 20 / 30. + 1) / 3, EXACT);
    assertThat(metrics.perClassIu().get(0)).isEqualTo(50 / 65., EXACT);
    assertThat(metrics.perClassIu().get(1)).isEqualTo(20 / 40., EXACT);
    assertThat(metrics.perClassIu().get(2)).isEqualTo(10 / 15., EXACT);
    assertThat(metrics.meanIu()).isEqualTo((50 / 65. + 20 / 40. + 10 / 15.) / 3, EXACT);
    assertThat(metrics.frequencyWeightedIu())
        .isEqualTo(.6 * 50 / 65 + .3 * 20 / 40 + .1 * 10 / 15, EXACT);
  }

  /** Class 1 is absent; class 2 occurs nowhere but is predicted. */
  @Test
  void leavesOutAbsentClassesAndCountsPredictedOnlyOnesAsZero() {
    Metrics metrics =
        Metrics.of(
            matrix(
                new long[][] {
                  {6, 0, 2, 0},
                  {0, 0, 0, 0},
                  {0, 0, 0, 0},
                  {0, 0, 0, 2},
                }));
    assertThat(metrics.pixelAccuracy()).isEqualTo(0.8, EXACT);
    assertThat(metrics.meanAccuracy()).isEqualTo((6 / 8. + 1) / 2, EXACT);
    assertThat(metrics.perClassIu()).containsExactly(0.75, Double.NaN, 0.0, 1.0);
    assertThat(metrics.meanIu()).isEqualTo((0.75 + 0 + 1) / 3, EXACT);
    assertThat(metrics.frequencyWeightedIu()).isEqualTo(.8 * .75 + .2, EXACT);
  }

  @Test
  void isPerfectWherePredictionAndTruthAgree() {
    Metrics metrics = Metrics.of(matrix(new long[][] {{7, 0}, {0, 1}}));
    assertThat(
            List.of(
                metrics.pixelAccuracy(),
                metrics.meanAccuracy(),
                metrics.meanIu(),
                metrics.frequencyWeightedIu()))
        .containsOnly(1.0);
  }

  @Test
  void isNaNWithoutPixels() {
    Metrics metrics = Metrics.of(ConfusionMatrix.of(2));
    assertThat(
            List.of(
                metrics.pixelAccuracy(),
                metrics.meanAccuracy(),
                metrics.meanIu(),
                metrics.frequencyWeightedIu()))
        .containsOnly(Double.NaN);
    assertThat(metrics.perClassIu()).containsExactly(Double.NaN, Double.NaN);
  }

  @Test
  void becomesAMapThatJsonCanHold() {
    Metrics metrics = Metrics.of(matrix(new long[][] {{3, 1}, {0, 0}}));
    assertThat(metrics.toMap())
        .containsExactly(
            Map.entry("pixelAccuracy", 0.75),
            Map.entry("meanAccuracy", 0.75),
            Map.entry("meanIu", 0.375),
            Map.entry("frequencyWeightedIu", 0.75),
            Map.entry("perClassIu", List.of(0.75, 0.0)),
            Map.entry("confusion", List.of(List.of(3L, 1L), List.of(0L, 0L))));
    assertThat(Json.print(Metrics.of(ConfusionMatrix.of(1)).toMap()))
        .isEqualTo(
            """
            {"pixelAccuracy":null,"meanAccuracy":null,"meanIu":null,"frequencyWeightedIu":null,\
            "perClassIu":[null],"confusion":[[0]]}""");
  }

  @Test
  void countsOnlyPixelsWhoseTruthIsAClass() {
    ConfusionMatrix matrix = ConfusionMatrix.of(3);
    matrix.add(
        LabelMap.of(3, 2, new byte[] {0, 1, 2, (byte) 255, 3, 2}),
        LabelMap.of(3, 2, new byte[] {0, 2, 2, 1, 0, 1}));
    assertThat(matrix.rows())
        .containsExactly(List.of(1L, 0L, 0L), List.of(0L, 0L, 1L), List.of(0L, 1L, 1L));
  }

  @Test
  void mergesCounts() {
    ConfusionMatrix one = matrix(new long[][] {{1, 2}, {3, 4}});
    one.merge(matrix(new long[][] {{10, 20}, {30, 40}}));
    assertThat(one.rows()).containsExactly(List.of(11L, 22L), List.of(33L, 44L));
    assertThatThrownBy(() -> one.merge(ConfusionMatrix.of(3)))
        .isInstanceOf(FcnException.class)
        .hasMessage("metrics: a confusion matrix of 3 classes cannot be added to one of 2");
  }

  @Test
  void refusesWhatCannotBeCompared() {
    ConfusionMatrix matrix = ConfusionMatrix.of(3);
    LabelMap truth = LabelMap.of(1, 1, new byte[1]);
    assertThatThrownBy(() -> matrix.add(truth, LabelMap.of(1, 2, new byte[2])))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "metrics: the true label map of 1 x 1 cannot be compared with a predicted label map of"
                + " 1 x 2");
    assertThatThrownBy(() -> matrix.add(truth, LabelMap.of(1, 1, new byte[] {3})))
        .isInstanceOf(FcnException.class)
        .hasMessage("metrics: predicted class 3 is not one of 0 to 2");
    assertThatThrownBy(() -> ConfusionMatrix.of(0))
        .isInstanceOf(FcnException.class)
        .hasMessage("a confusion matrix has 1 to 256 classes, not 0");
  }

  private static ConfusionMatrix matrix(long[][] counts) {
    ConfusionMatrix matrix = ConfusionMatrix.of(counts.length);
    for (int truth = 0; truth < counts.length; truth++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        matrix.add(truth, predicted, counts[truth][predicted]);
      }
    }
    return matrix;
  }
}
