package io.fcn4j.models;

import io.fcn4j.core.NonFiniteException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.models.image.LabelMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** From scores to labels: the class of the largest score, the first of equal ones. */
final class LabelScores {
  private LabelScores() {}

  /**
   * The label map of one image; scores are 1 x C x H x W with at most 256 classes.
   *
   * @throws NonFiniteException if a score is not a number
   */
  static LabelMap argMax(INDArray scores) {
    Shape shape = Shape.of(scores.shape());
    if (shape.rank() != 4 || shape.n() != 1 || shape.c() > 256) {
      throw new ShapeException("scores: found " + shape + ", expected 1xCxHxW with C up to 256");
    }
    int width = (int) shape.w();
    int height = (int) shape.h();
    byte[] labels = new byte[width * height];
    float[] row = new float[width];
    float[] best = new float[width];
    // A row at a time, so that the best scores so far stay in the cache.
    for (int y = 0; y < height; y++) {
      Host.read(scores, (long) y * width, best, width);
      checkNumbers(best, 0, y);
      for (int c = 1; c < shape.c(); c++) {
        Host.read(scores, ((long) c * height + y) * width, row, width);
        checkNumbers(row, c, y);
        for (int x = 0; x < width; x++) {
          if (row[x] > best[x]) {
            best[x] = row[x];
            labels[y * width + x] = (byte) c;
          }
        }
      }
    }
    return LabelMap.of(width, height, labels);
  }

  /** No class is larger than NaN, so that it would quietly count as the first one. */
  private static void checkNumbers(float[] row, int c, int y) {
    for (int x = 0; x < row.length; x++) {
      if (Float.isNaN(row[x])) {
        throw new NonFiniteException(
            "the score of class %d at x %d, y %d is NaN; look at the weights and the image"
                .formatted(c, x, y));
      }
    }
  }
}
