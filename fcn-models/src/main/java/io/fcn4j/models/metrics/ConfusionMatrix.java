package io.fcn4j.models.metrics;

import io.fcn4j.core.FcnException;
import io.fcn4j.models.image.LabelMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts of pixels by true and predicted class, summed over a data set. A pixel counts if its true
 * label is a class; the ignore label, like all labels from {@link #classes} on, drops out. Not for
 * use by several threads at once: give each its own and {@link #merge}.
 */
public final class ConfusionMatrix {
  private final int classes;
  private final long[] counts;

  private ConfusionMatrix(int classes) {
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  /** An empty matrix for 1 to 256 classes. */
  public static ConfusionMatrix of(int classes) {
    if (classes < 1 || classes > 256) {
      throw new FcnException("a confusion matrix has 1 to 256 classes, not " + classes);
    }
    return new ConfusionMatrix(classes);
  }

  public int classes() {
    return classes;
  }

  /** Adds the pixels of one image. */
  public void add(LabelMap truth, LabelMap prediction) {
    if (truth.width() != prediction.width() || truth.height() != prediction.height()) {
      throw new FcnException(
          "metrics: the true " + truth + " cannot be compared with a predicted " + prediction);
    }
    byte[] expected = truth.toBytes();
    byte[] found = prediction.toBytes();
    for (int i = 0; i < expected.length; i++) {
      add(expected[i] & 0xFF, found[i] & 0xFF, 1);
    }
  }

  /** Adds pixels of one true label that were all predicted as one class. */
  public void add(int truth, int predicted, long pixels) {
    if (predicted < 0 || predicted >= classes) {
      throw new FcnException(
          "metrics: predicted class " + predicted + " is not one of 0 to " + (classes - 1));
    }
    if (truth >= 0 && truth < classes) {
      counts[truth * classes + predicted] += pixels;
    }
  }

  /** Adds all counts of another matrix of as many classes. */
  public void merge(ConfusionMatrix other) {
    if (classes != other.classes) {
      throw new FcnException(
          "metrics: a confusion matrix of "
              + other.classes
              + " classes cannot be added to one of "
              + classes);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** How many pixels of a true class were predicted as a class. */
  public long count(int truth, int predicted) {
    return counts[truth * classes + predicted];
  }

  /** A copy, one row per true class. */
  public List<List<Long>> rows() {
    List<List<Long>> rows = new ArrayList<>();
    for (int truth = 0; truth < classes; truth++) {
      List<Long> row = new ArrayList<>();
      for (int predicted = 0; predicted < classes; predicted++) {
        row.add(count(truth, predicted));
      }
      rows.add(List.copyOf(row));
    }
    return List.copyOf(rows);
  }
}
