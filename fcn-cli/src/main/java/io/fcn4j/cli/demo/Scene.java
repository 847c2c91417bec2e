package io.fcn4j.cli.demo;

import io.fcn4j.cli.demo.Cell.Point;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The dish: which cell lies at each pixel. Cells that touch flatten against each other. */
final class Scene {
  private interface Visitor {
    void pixel(int index, Point point);
  }

  private final int width;
  private final int height;
  private final @Nullable Cell[] owner;
  private final float[] radius;

  Scene(int width, int height) {
    this.width = width;
    this.height = height;
    owner = new Cell[width * height];
    radius = new float[width * height];
    Arrays.fill(radius, 1);
  }

  /** Adds the cell unless more than {@code overlap} of it would lie where others are. */
  void addIfRoom(Cell cell, float overlap) {
    int[] inside = new int[2];
    forEachPixel(
        cell,
        (pixel, point) -> {
          inside[0]++;
          inside[1] += owner[pixel] == null ? 0 : 1;
        });
    if (inside[1] > overlap * inside[0]) {
      return;
    }
    forEachPixel(
        cell,
        (pixel, point) -> {
          if (point.radius() < radius[pixel]) {
            radius[pixel] = point.radius();
            owner[pixel] = cell;
          }
        });
  }

  byte[] labels() {
    byte[] labels = new byte[owner.length];
    for (int i = 0; i < labels.length; i++) {
      Cell cell = owner[i];
      labels[i] = cell == null ? 0 : cell.kind().label();
    }
    return labels;
  }

  /** Densities of actin, granules and DNA at each pixel. */
  float[][] stains() {
    float[][] stains = new float[3][owner.length];
    for (int i = 0; i < owner.length; i++) {
      Cell cell = owner[i];
      if (cell != null) {
        Stains here = cell.stains(cell.locate(i % width, i / width));
        stains[0][i] = here.actin();
        stains[1][i] = here.granules();
        stains[2][i] = here.dna();
      }
    }
    return stains;
  }

  private void forEachPixel(Cell cell, Visitor visit) {
    int reach = cell.reach();
    int top = Math.max(0, Math.round(cell.y()) - reach);
    int bottom = Math.min(height - 1, Math.round(cell.y()) + reach);
    int left = Math.max(0, Math.round(cell.x()) - reach);
    int right = Math.min(width - 1, Math.round(cell.x()) + reach);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        Point point = cell.locate(x, y);
        if (point.inside()) {
          visit.pixel(y * width + x, point);
        }
      }
    }
  }
}
