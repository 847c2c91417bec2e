package io.fcn4j.cli.demo;

import java.util.Arrays;
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
  private final double meanIu;

  private ColourBaseline(byte[] classOfColour, double balance, double meanIu) {
    this.classOfColour = classOfColour;
    this.balance = balance;
    this.meanIu = meanIu;
  }

  /** Fits the classifier to all pixels of {@code images}. */
  static ColourBaseline fit(Iterable<SimulatedImage> images, int classes) {
    long[][] counts = new long[COLOURS][classes];
    for (SimulatedImage image : images) {
      for (int i = 0; i < image.labels().length; i++) {
        counts[colour(image.rgb(), i)][image.labels()[i]]++;
      }
    }
    ColourBaseline best = withBalance(counts, BALANCES.get(0));
    for (double balance : BALANCES) {
      ColourBaseline candidate = withBalance(counts, balance);
      best = candidate.meanIu > best.meanIu ? candidate : best;
    }
    return best;
  }

  /** The label of each pixel of an image. */
  byte[] classify(SimulatedImage image) {
    byte[] labels = new byte[image.labels().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classOfColour[colour(image.rgb(), i)];
    }
    return labels;
  }

  /** The balance that was best on the training images. */
  double balance() {
    return balance;
  }

  /** Mean IU on the training images. */
  double trainingMeanIu() {
    return meanIu;
  }

  private static ColourBaseline withBalance(long[][] counts, double balance) {
    int classes = counts[0].length;
    double[] weight = new double[classes];
    for (int c = 0; c < classes; c++) {
      int label = c;
      long total = Arrays.stream(counts).mapToLong(n -> n[label]).sum();
      weight[c] = total == 0 ? 0 : Math.pow((double) total, -balance);
    }
    byte[] classOfColour = new byte[COLOURS];
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int c = 1; c < classes; c++) {
        int best = classOfColour[colour];
        if ((double) counts[colour][c] * weight[c] > (double) counts[colour][best] * weight[best]) {
          classOfColour[colour] = (byte) c;
        }
      }
    }
    return new ColourBaseline(classOfColour, balance, meanIu(counts, classOfColour));
  }

  private static double meanIu(long[][] counts, byte[] classOfColour) {
    int classes = counts[0].length;
    long[] hit = new long[classes];
    long[] union = new long[classes];
    for (int colour = 0; colour < COLOURS; colour++) {
      int predicted = classOfColour[colour];
      hit[predicted] += counts[colour][predicted];
      for (int c = 0; c < classes; c++) {
        union[c] += counts[colour][c];
        union[predicted] += c == predicted ? 0 : counts[colour][c];
      }
    }
    double sum = 0;
    int present = 0;
    for (int c = 0; c < classes; c++) {
      if (union[c] > 0) {
        sum += (double) hit[c] / union[c];
        present++;
      }
    }
    return sum / present;
  }

  private static int colour(byte[] rgb, int pixel) {
    int red = (rgb[3 * pixel] & 0xFF) * LEVELS / 256;
    int green = (rgb[3 * pixel + 1] & 0xFF) * LEVELS / 256;
    int blue = (rgb[3 * pixel + 2] & 0xFF) * LEVELS / 256;
    return (red * LEVELS + green) * LEVELS + blue;
  }
}
