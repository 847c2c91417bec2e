package io.fcn4j.models;

import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.models.image.LabelMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** From scores to labels: the class of the largest score, the first of equal ones. */
final class LabelScores {
  private LabelScores() {}

  /** The label map of one image; scores are 1 x C x H x W with at most 256 classes. */
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
      for (int c = 1; c < shape.c(); c++) {
        Host.read(scores, ((long) c * height + y) * width, row, width);
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
}
