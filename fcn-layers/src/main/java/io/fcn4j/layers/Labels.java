package io.fcn4j.layers;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Class labels on the heap: truncated to integers as Caffe does, and checked. */
final class Labels {
  /** The class of cells that do not count. */
  static final int IGNORED = -1;

  /** Caffe's kLOG_THRESHOLD: losses take no logarithm of less. */
  static final float LEAST_PROBABILITY = 1e-20f;

  private final int classes;
  private final OptionalInt ignoreLabel;
  private final float[] values;
  private int valid;

  Labels(int cells, int classes, OptionalInt ignoreLabel) {
    this.classes = classes;
    this.ignoreLabel = ignoreLabel;
    values = new float[cells];
  }

  /** Scores with one label for each image, whose every element is that of a class: N x C. */
  static Shape perImage(Shape scores) {
    return Shape.of(scores.dim(0), scores.count(1));
  }

  /** Throws unless there is one label for every cell of the scores. */
  static void requireFit(Shape scores, int axis, Shape labels) {
    int classAxis = scores.axis(axis);
    Shape cells = scores.with(classAxis, 1);
    boolean fits =
        labels.rank() == scores.rank()
            ? labels.equals(cells)
            : labels.rank() > 0 && labels.dim(0) == cells.dim(0) && labels.count() == cells.count();
    if (!fits) {
      throw new ShapeException(
          """
          labels do not fit the scores
            scores  %s (classes on axis %d)
            labels  %s   <- expected %s
          Give one label for every cell of the scores."""
              .formatted(scores, classAxis, labels, cells));
    }
  }

  /** Takes over the labels of one run. */
  void read(INDArray source) {
    Host.read(source, 0, values, values.length);
    valid = values.length;
    for (int i = 0; i < values.length; i++) {
      if (ignores(values[i])) {
        ignore(i);
      } else if (!isClass(values[i])) {
        throw outside(i);
      }
    }
  }

  /** Ignores each cell unless a number drawn for it is below {@code probability}. */
  void sample(CounterRandom random, float probability) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != IGNORED && random.uniform(i) >= probability) {
        ignore(i);
      }
    }
  }

  /** The class of a cell, or {@link #IGNORED}. */
  int at(int cell) {
    return (int) values[cell];
  }

  /** How many cells are not ignored. */
  int valid() {
    return valid;
  }

  private void ignore(int i) {
    values[i] = IGNORED;
    valid--;
  }

  private boolean ignores(float label) {
    return ignoreLabel.isPresent() && (int) label == ignoreLabel.getAsInt() && !Float.isNaN(label);
  }

  private boolean isClass(float label) {
    return label > -1 && label < classes;
  }

  private FcnException outside(int first) {
    int count = 0;
    for (int i = first; i < values.length; i++) {
      if (!ignores(values[i]) && !isClass(values[i])) {
        count++;
      }
    }
    String advice =
        values[first] == 255
            ? "If 255 marks cells without a label, set ignore(255);"
                + " in a mask of 0 and 255, replace 255 by the class."
            : "Labels are class indices; set ignore(...) for the value of cells without a label.";
    return new FcnException(
        "found %d of %d labels outside of the classes, the first is %s at cell %d, expected %s%n%s"
            .formatted(count, values.length, plain(values[first]), first, expected(), advice));
  }

  private String expected() {
    String range = "0 to " + (classes - 1);
    return ignoreLabel.isPresent()
        ? range + ", or " + ignoreLabel.getAsInt() + " to ignore"
        : range;
  }

  /** Without a fraction, if it has none. */
  static String plain(float label) {
    return label == (int) label ? Integer.toString((int) label) : Float.toString(label);
  }
}
