package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.Host;

/** The kernel of {@link InfogainLoss}. */
final class InfogainLossKernel extends LabelLoss {
  private final boolean byBottom;
  private final int classes;
  private final float[] gains;
  private final float[] rowSums;

  InfogainLossKernel(InfogainLoss layer, KernelContext context) {
    super(context, context.bottom(), layer.axis(), layer.ignoreLabel(), layer.normalization());
    byBottom = layer.matrix().isEmpty();
    classes = blocks.classes();
    gains = layer.matrix().map(InfogainMatrix::gains).orElseGet(() -> new float[classes * classes]);
    rowSums = new float[classes];
    sumRows();
  }

  private void sumRows() {
    for (int label = 0; label < classes; label++) {
      float sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += gain(label, c);
      }
      rowSums[label] = sum;
    }
  }

  private float gain(int label, int c) {
    return gains[label * classes + c];
  }

  @Override
  void begin(KernelIo io) {
    if (byBottom) {
      Host.read(io.bottom(2), 0, gains, gains.length);
      sumRows();
    }
  }

  @Override
  double loss(int cell, int length) {
    blocks.softmax(length);
    double total = 0;
    for (int c = 0; c < classes; c++) {
      float[] row = blocks.row(c);
      for (int i = 0; i < length; i++) {
        int label = labels.at(cell + i);
        // Most matrices are sparse, and a logarithm is dear.
        if (label != Labels.IGNORED && gain(label, c) != 0) {
          total -= gain(label, c) * Math.log(Math.max(row[i], Labels.LEAST_PROBABILITY));
        }
      }
    }
    return total;
  }

  @Override
  void gradient(int cell, int length, double normaliser) {
    for (int c = 0; c < classes; c++) {
      float[] row = blocks.row(c);
      for (int i = 0; i < length; i++) {
        int label = labels.at(cell + i);
        row[i] =
            label == Labels.IGNORED
                ? 0
                : (float) ((row[i] * rowSums[label] - gain(label, c)) / normaliser);
      }
    }
  }
}
