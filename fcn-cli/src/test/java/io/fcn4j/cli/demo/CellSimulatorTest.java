package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.models.image.LabelMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellSimulatorTest {
  private static final int SIZE = 96;
  private static final int CLASSES = 4;
  private final CellSimulator simulator = new CellSimulator(11, SIZE, SIZE);

  private List<SimulatedImage> images(int count) {
    return IntStream.range(0, count).mapToObj(simulator::image).toList();
  }

  @Test
  void seedAndIndexDecideEveryBit() {
    SimulatedImage once = simulator.image(5);
    simulator.image(6);
    SimulatedImage again = new CellSimulator(11, SIZE, SIZE).image(5);
    assertThat(again).isEqualTo(once);
  }

  @Test
  void anotherSeedOrIndexGivesAnotherScene() {
    LabelMap labels = simulator.image(5).labels();
    assertThat(simulator.image(6).labels()).isNotEqualTo(labels);
    assertThat(new CellSimulator(12, SIZE, SIZE).image(5).labels()).isNotEqualTo(labels);
  }

  @Test
  void anySizeFitsItsArrays() {
    SimulatedImage image = new CellSimulator(1, 70, 41).image(0);
    assertThat(image.image()).hasToString("RGB image of 70 x 41");
    assertThat(image.labels()).hasToString("label map of 70 x 41");
  }

  @Test
  void classesAreNamedInTheOrderOfTheirLabels() {
    assertThat(CellSimulator.classes())
        .containsExactly("background", "epithelial", "spindle", "mitotic");
    for (CellKind kind : CellKind.values()) {
      assertThat(CellSimulator.classes().get(kind.label())).isEqualTo(kind.title());
    }
  }

  @Test
  void everyClassHasItsShareOfThePixels() {
    double[] share = new double[CLASSES];
    for (SimulatedImage image : images(40)) {
      for (byte label : image.labels().toBytes()) {
        share[label] += 1.0 / (40 * SIZE * SIZE);
      }
    }
    assertThat(share[0]).isBetween(0.35, 0.55);
    assertThat(share[1]).isBetween(0.15, 0.35);
    assertThat(share[2]).isBetween(0.12, 0.3);
    assertThat(share[3]).isBetween(0.05, 0.15);
  }

  @Test
  void cellsOfDifferentKindsTouch() {
    assertThat(images(20)).filteredOn(image -> contacts(image) > 10).hasSizeGreaterThan(15);
  }

  /** Neighbours along the rows that belong to cells of two kinds. */
  private static int contacts(SimulatedImage image) {
    int contacts = 0;
    byte[] labels = image.labels().toBytes();
    for (int i = 1; i < labels.length; i++) {
      boolean sameRow = i % SIZE != 0;
      boolean twoCells = labels[i - 1] != 0 && labels[i] != 0;
      contacts += sameRow && twoCells && labels[i - 1] != labels[i] ? 1 : 0;
    }
    return contacts;
  }

  @Test
  void brightnessOverlapsBetweenAllKindsOfCells() {
    double[][] histogram = new double[CLASSES][32];
    long[] pixels = new long[CLASSES];
    for (SimulatedImage image : images(40)) {
      byte[] rgb = image.image().toBytes();
      byte[] labels = image.labels().toBytes();
      for (int i = 0; i < labels.length; i++) {
        histogram[labels[i]][brightness(rgb, i) / 8]++;
        pixels[labels[i]]++;
      }
    }
    for (int a = 1; a < CLASSES; a++) {
      for (int b = a + 1; b < CLASSES; b++) {
        double common = 0;
        for (int bin = 0; bin < 32; bin++) {
          common += Math.min(histogram[a][bin] / pixels[a], histogram[b][bin] / pixels[b]);
        }
        assertThat(common).as("overlap of %d and %d", a, b).isGreaterThan(0.75);
      }
    }
  }

  private static int brightness(byte[] rgb, int pixel) {
    return ((rgb[3 * pixel] & 0xFF) + (rgb[3 * pixel + 1] & 0xFF) + (rgb[3 * pixel + 2] & 0xFF))
        / 3;
  }
}
