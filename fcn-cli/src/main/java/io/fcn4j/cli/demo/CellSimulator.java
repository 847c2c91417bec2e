package io.fcn4j.cli.demo;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fluorescence microscopy of a cell culture, with the truth of every pixel: three kinds of cells
 * that touch each other, in three stains that all kinds take up in overlapping amounts, so that
 * colour alone tells little and outline, size and texture tell the kind.
 *
 * <p>Image {@code index} is a function of the seed, the index and the size alone.
 */
record CellSimulator(long seed, int width, int height) {
  /** Part of a new cell that may lie under its neighbours. */
  private static final float OVERLAP = 0.2f;

  private static final int PIXELS_PER_TRY = 500;

  /** Cells this far outside may still reach into the image. */
  private static final float MARGIN = 20;

  /** Names of the classes, in the order of their labels. */
  static List<String> classes() {
    return Stream.concat(
            Stream.of("background"), Arrays.stream(CellKind.values()).map(CellKind::title))
        .toList();
  }

  SimulatedImage image(int index) {
    CounterRandom random = CounterRandom.seeded(seed).stream(index);
    Scene scene = new Scene(width, height);
    grow(scene, random.stream("culture"));
    float[][] stains = scene.stains();
    byte[] rgb = new Optics(width, height, new Dice(random.stream("optics"))).expose(stains);
    return new SimulatedImage(
        RgbImage.of(width, height, rgb), LabelMap.of(width, height, scene.labels()));
  }

  /** Throws cells at the dish; those that find room stay, so that colonies touch. */
  private void grow(Scene scene, CounterRandom random) {
    Dice dice = new Dice(random);
    int tries = Math.round((width + 2 * MARGIN) * (height + 2 * MARGIN) / PIXELS_PER_TRY);
    for (int i = 0; i < tries; i++) {
      float x = dice.between(-MARGIN, width + MARGIN);
      float y = dice.between(-MARGIN, height + MARGIN);
      CellKind kind = CellKind.drawn(dice);
      Texture texture = new Texture(random.stream(i));
      scene.addIfRoom(Cell.drawn(kind, x, y, dice, texture), OVERLAP);
    }
  }
}
