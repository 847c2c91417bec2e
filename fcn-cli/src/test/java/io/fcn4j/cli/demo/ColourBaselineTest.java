package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;
import io.fcn4j.models.metrics.ConfusionMatrix;
import io.fcn4j.models.metrics.Metrics;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColourBaselineTest {
  @Test
  void coloursThatTellTheClassGiveAPerfectFit() {
    SimulatedImage image = grey(new int[] {10, 10, 120, 250}, new int[] {0, 0, 1, 2});
    ColourBaseline baseline = ColourBaseline.fit(only(image));
    assertThat(baseline.training().meanIu()).isEqualTo(1);
    assertThat(baseline.classify(image.image())).isEqualTo(image.labels());
  }

  @Test
  void aRareClassIsFoundWhenThatImprovesTheMeanIu() {
    int[] levels = new int[100];
    int[] labels = new int[100];
    Arrays.fill(levels, 90, 100, 200);
    Arrays.fill(labels, 96, 100, 1);
    SimulatedImage image = grey(levels, labels);
    ColourBaseline baseline = ColourBaseline.fit(only(image));
    assertThat(baseline.balance()).isPositive();
    assertThat(baseline.classify(image.image()).at(95, 0)).isEqualTo(1);
    assertThat(baseline.training().meanIu()).isEqualTo((90 / 96.0 + 4 / 10.0) / 2, within(1e-12));
  }

  @Test
  void aColourNeverSeenIsBackground() {
    SimulatedImage seen = grey(new int[] {0, 255}, new int[] {0, 1});
    SimulatedImage unseen = grey(new int[] {128}, new int[] {1});
    assertThat(ColourBaseline.fit(only(seen)).classify(unseen.image()).at(0, 0)).isZero();
  }

  @Test
  void trainingMetricsAreThoseOfItsOwnLabels() {
    SimulatedCells cells = simulated(0, 10);
    ColourBaseline baseline = ColourBaseline.fit(cells);
    assertThat(baseline.training()).isEqualTo(metrics(baseline, cells));
  }

  @Test
  void colourAloneDoesNotSolveTheTask() {
    ColourBaseline baseline = ColourBaseline.fit(simulated(0, 80));
    assertThat(metrics(baseline, simulated(1000, 30)).meanIu()).isBetween(0.3, 0.45);
  }

  private static SimulatedCells simulated(int first, int count) {
    return SimulatedCells.of(new CellSimulator(7, 128, 128), first, count);
  }

  private static SimulatedCells only(SimulatedImage image) {
    return new SimulatedCells(0, List.of(image));
  }

  private static Metrics metrics(ColourBaseline baseline, SimulatedCells cells) {
    ConfusionMatrix confusion = ConfusionMatrix.of(cells.classNames().size());
    for (SimulatedImage image : cells.images()) {
      confusion.add(image.labels(), baseline.classify(image.image()));
    }
    return Metrics.of(confusion);
  }

  /** One row of grey pixels. */
  private static SimulatedImage grey(int[] levels, int[] labels) {
    byte[] rgb = new byte[3 * levels.length];
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < levels.length; i++) {
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) levels[i]);
      bytes[i] = (byte) labels[i];
    }
    return new SimulatedImage(
        RgbImage.of(levels.length, 1, rgb), LabelMap.of(levels.length, 1, bytes));
  }
}
