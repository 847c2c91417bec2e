package io.fcn4j.layers;

import io.fcn4j.core.FcnException;
import java.util.Arrays;

/**
 * The information gains of an {@link InfogainLoss}: row after row, what each class is worth where
 * the row's class is the label. Immutable; equal if all values are.
 */
public final class InfogainMatrix {
  private final int classes;
  private final float[] gains;

  private InfogainMatrix(int classes, float[] gains) {
    this.classes = classes;
    this.gains = gains;
    if (classes < 1 || gains.length != (long) classes * classes) {
      throw new FcnException(
          "infogain matrix: found %d values for %d classes, expected a row of values for each class"
              .formatted(gains.length, classes));
    }
    for (int i = 0; i < gains.length; i++) {
      if (!Float.isFinite(gains[i])) {
        throw new FcnException(
            "infogain matrix: found %s in row %d, column %d, expected finite numbers"
                .formatted(gains[i], i / classes, i % classes));
      }
    }
  }

  /** Row after row, as in Caffe's file; the row is the label's class. */
  public static InfogainMatrix of(int classes, float... gains) {
    return new InfogainMatrix(classes, gains.clone());
  }

  public int classes() {
    return classes;
  }

  /** A copy, row after row. */
  public float[] gains() {
    return gains.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InfogainMatrix matrix && Arrays.equals(gains, matrix.gains);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(gains);
  }

  /** Its size only, because there may be a million values. */
  @Override
  public String toString() {
    return classes + "x" + classes;
  }
}
