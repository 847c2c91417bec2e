package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColourBaselineTest {
  private static final int CLASSES = 4;

  @Test
  void coloursThatTellTheClassGiveAPerfectFit() {
    SimulatedImage image = grey(new int[] {10, 10, 120, 250}, new int[] {0, 0, 1, 2});
    ColourBaseline baseline = ColourBaseline.fit(List.of(image), 3);
    assertThat(baseline.trainingMeanIu()).isEqualTo(1);
    assertThat(baseline.classify(image)).isEqualTo(image.labels());
  }

  @Test
  void aRareClassIsFoundWhenThatImprovesTheMeanIu() {
    int[] levels = new int[100];
    int[] labels = new int[100];
    Arrays.fill(levels, 90, 100, 200);
    Arrays.fill(labels, 96, 100, 1);
    SimulatedImage image = grey(levels, labels);
    ColourBaseline baseline = ColourBaseline.fit(List.of(image), 2);
    assertThat(baseline.balance()).isPositive();
    assertThat(baseline.classify(image)[95]).isEqualTo((byte) 1);
    assertThat(baseline.trainingMeanIu()).isEqualTo((90 / 96.0 + 4 / 10.0) / 2, within(1e-12));
  }

  @Test
  void aColourNeverSeenIsBackground() {
    SimulatedImage seen = grey(new int[] {0, 255}, new int[] {0, 1});
    SimulatedImage unseen = grey(new int[] {128}, new int[] {1});
    assertThat(ColourBaseline.fit(List.of(seen), 2).classify(unseen)).containsExactly(0);
  }

  @Test
  void trainingMeanIuIsThatOfItsOwnLabels() {
    List<SimulatedImage> images = simulated(0, 10);
    ColourBaseline baseline = ColourBaseline.fit(images, CLASSES);
    assertThat(meanIu(baseline, images)).isEqualTo(baseline.trainingMeanIu(), within(1e-12));
  }

  @Test
  void colourAloneDoesNotSolveTheTask() {
    ColourBaseline baseline = ColourBaseline.fit(simulated(0, 80), CLASSES);
    assertThat(meanIu(baseline, simulated(1000, 30))).isBetween(0.3, 0.45);
  }

  private static List<SimulatedImage> simulated(int from, int count) {
    CellSimulator simulator = new CellSimulator(7, 128, 128);
    return IntStream.range(from, from + count).mapToObj(simulator::image).toList();
  }

  private static double meanIu(ColourBaseline baseline, List<SimulatedImage> images) {
    long[][] confusion = new long[CLASSES][CLASSES];
    for (SimulatedImage image : images) {
      byte[] predicted = baseline.classify(image);
      for (int i = 0; i < predicted.length; i++) {
        confusion[image.labels()[i]][predicted[i]]++;
      }
    }
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      int label = c;
      long truth = Arrays.stream(confusion[c]).sum();
      long found = Arrays.stream(confusion).mapToLong(row -> row[label]).sum();
      sum += (double) confusion[c][c] / (truth + found - confusion[c][c]);
    }
    return sum / CLASSES;
  }

  /** One row of grey pixels. */
  private static SimulatedImage grey(int[] levels, int[] labels) {
    byte[] rgb = new byte[3 * levels.length];
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < levels.length; i++) {
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) levels[i]);
      bytes[i] = (byte) labels[i];
    }
    return new SimulatedImage(levels.length, 1, rgb, bytes);
  }
}
