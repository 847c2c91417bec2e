package io.fcn4j.bench;

import java.util.Map;
import java.util.Objects;

/** The scores of one engine beside those of another, over any number of images. */
final class ScorePair {
  private final String name;
  private final String reference;
  private long pixels;
  private long same;
  private double difference;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  ScorePair(String name, String reference) {
    this.name = name;
    this.reference = reference;
  }

  /** The scores of an image by engine, each with its classes one after another. */
  void add(Map<String, float[]> scores, int classes) {
    float[] found = Objects.requireNonNull(scores.get(name));
    float[] expected = Objects.requireNonNull(scores.get(reference));
    int size = expected.length / classes;
    pixels += size;
    for (int i = 0; i < size; i++) {
      if (label(found, i, size) == label(expected, i, size)) {
        same++;
      }
    }
    for (int i = 0; i < expected.length; i++) {
      // Math.max keeps a NaN.
      difference = Math.max(difference, Math.abs((double) found[i] - expected[i]));
      lowest = Math.min(lowest, expected[i]);
      highest = Math.max(highest, expected[i]);
    }
  }

  private static int label(float[] scores, int pixel, int size) {
    int best = pixel;
    for (int i = pixel; i < scores.length; i += size) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** A row of Markdown. */
  String row() {
    return "| %s and %s | %,d | %,d | %.3f %% | %.2g |"
        .formatted(
            name,
            reference,
            pixels,
            pixels - same,
            100.0 * same / pixels,
            difference / (highest - lowest));
  }
}
