package io.fcn4j.cli.demo;

import io.fcn4j.models.data.SegmentationDataset;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;
import io.fcn4j.models.metrics.ConfusionMatrix;
import io.fcn4j.models.metrics.Metrics;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The best that colour alone can do: a class for each colour, whatever lies around the pixel.
 *
 * <p>Colours are counted by class on the training images, {@value #LEVELS} levels for each of red,
 * green and blue. A colour gets the class c of the largest {@code n(colour, c) / n(c)^balance}.
 * Balance 0 is Bayes' rule with the classes' true frequencies, best for pixel accuracy; balance 1
 * treats the classes as equally frequent. The balance with the best mean IU on the training images
 * is taken.
 */
final class ColourBaseline {
  private static final int LEVELS = 16;
  private static final int COLOURS = LEVELS * LEVELS * LEVELS;
  private static final List<Double> BALANCES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

  private final byte[] classOfColour;
  private final double balance;
  private final Metrics training;

  private ColourBaseline(long[][] counts, double balance) {
    this.classOfColour = classOfColour(counts, balance);
    this.balance = balance;
    this.training = metrics(counts, classOfColour);
  }

  /** Fits the classifier to all pixels of a data set but the ignored ones. */
  static ColourBaseline fit(SegmentationDataset dataset) {
    long[][] counts = counts(dataset);
    return BALANCES.stream()
        .map(balance -> new ColourBaseline(counts, balance))
        .max(Comparator.comparingDouble(baseline -> baseline.training.meanIu()))
        .orElseThrow();
  }

  LabelMap classify(RgbImage image) {
    byte[] rgb = image.toBytes();
    byte[] labels = new byte[rgb.length / 3];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classOfColour[colour(rgb, i)];
    }
    return LabelMap.of(image.width(), image.height(), labels);
  }

  /** The balance that was best on the training images. */
  double balance() {
    return balance;
  }

  /** What the classifier reaches on the training images. */
  Metrics training() {
    return training;
  }

  /** Pixels by colour and class. */
  private static long[][] counts(SegmentationDataset dataset) {
    int classes = dataset.classNames().size();
    long[][] counts = new long[COLOURS][classes];
    for (int index = 0; index < dataset.size(); index++) {
      byte[] rgb = dataset.image(index).toBytes();
      byte[] labels = dataset.labels(index).toBytes();
      for (int i = 0; i < labels.length; i++) {
        int label = labels[i] & 0xFF;
        if (label < classes) {
          counts[colour(rgb, i)][label]++;
        }
      }
    }
    return counts;
  }

  private static byte[] classOfColour(long[][] counts, double balance) {
    int classes = counts[0].length;
    double[] weight = new double[classes];
    for (int c = 0; c < classes; c++) {
      int label = c;
      double total = Arrays.stream(counts).mapToDouble(n -> n[label]).sum();
      weight[c] = Math.pow(Math.max(1, total), -balance);
    }
    byte[] classOfColour = new byte[COLOURS];
    for (int colour = 0; colour < COLOURS; colour++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best =
            (double) counts[colour][c] * weight[c] > (double) counts[colour][best] * weight[best]
                ? c
                : best;
      }
      classOfColour[colour] = (byte) best;
    }
    return classOfColour;
  }

  /** Pixels of one colour share their fate, so that the counts hold the confusion matrix. */
  private static Metrics metrics(long[][] counts, byte[] classOfColour) {
    ConfusionMatrix confusion = ConfusionMatrix.of(counts[0].length);
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int c = 0; c < counts[colour].length; c++) {
        confusion.add(c, classOfColour[colour] & 0xFF, counts[colour][c]);
      }
    }
    return Metrics.of(confusion);
  }

  private static int colour(byte[] rgb, int pixel) {
    int red = (rgb[3 * pixel] & 0xFF) * LEVELS / 256;
    int green = (rgb[3 * pixel + 1] & 0xFF) * LEVELS / 256;
    int blue = (rgb[3 * pixel + 2] & 0xFF) * LEVELS / 256;
    return (red * LEVELS + green) * LEVELS + blue;
  }
}
