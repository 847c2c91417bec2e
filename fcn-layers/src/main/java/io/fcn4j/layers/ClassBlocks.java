package io.fcn4j.layers;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores seen as images x classes x cells, on the heap a block of neighbouring cells at a time.
 * Cells are counted through all images; a block does not cross from one image to the next.
 */
final class ClassBlocks {
  /** As many as let the rows of some twenty classes stay in a core's cache. */
  private static final int BLOCK = 2048;

  private final int images;
  private final int classes;
  private final int cellsPerImage;
  private final float[][] rows;
  private final float[] max;
  private final float[] sum;

  ClassBlocks(Shape scores, int axis) {
    int classAxis = scores.axis(axis);
    images = Math.toIntExact(scores.count(0, classAxis));
    classes = Math.toIntExact(scores.dim(classAxis));
    cellsPerImage = Math.toIntExact(scores.count(classAxis + 1));
    int block = Math.min(BLOCK, cellsPerImage);
    rows = new float[classes][block];
    max = new float[block];
    sum = new float[block];
  }

  int images() {
    return images;
  }

  int classes() {
    return classes;
  }

  int cells() {
    return Math.multiplyExact(images, cellsPerImage);
  }

  /** How many cells the block that starts at a cell has. */
  int length(int cell) {
    return Math.min(BLOCK, cellsPerImage - cell % cellsPerImage);
  }

  /** The values of one class in the block at hand. */
  float[] row(int c) {
    return rows[c];
  }

  void read(INDArray source, int cell) {
    for (int c = 0; c < classes; c++) {
      Host.read(source, offset(c, cell), rows[c], length(cell));
    }
  }

  void write(INDArray target, int cell) {
    for (int c = 0; c < classes; c++) {
      Host.write(rows[c], length(cell), target, offset(c, cell));
    }
  }

  /** Turns the scores at hand into probabilities. */
  void softmax(int length) {
    System.arraycopy(rows[0], 0, max, 0, length);
    for (float[] row : rows) {
      for (int i = 0; i < length; i++) {
        max[i] = Math.max(max[i], row[i]);
      }
    }
    Arrays.fill(sum, 0, length, 0);
    for (float[] row : rows) {
      for (int i = 0; i < length; i++) {
        row[i] = FastExp.of(row[i] - max[i]);
        sum[i] += row[i];
      }
    }
    for (float[] row : rows) {
      for (int i = 0; i < length; i++) {
        row[i] /= sum[i];
      }
    }
  }

  private long offset(int c, int cell) {
    long image = cell / cellsPerImage;
    return (image * classes + c) * cellsPerImage + cell % cellsPerImage;
  }
}
