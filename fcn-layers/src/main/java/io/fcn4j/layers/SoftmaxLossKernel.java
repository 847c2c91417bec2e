package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Phase;

/** The kernel of {@link SoftmaxLoss}. */
final class SoftmaxLossKernel extends LabelLoss {
  private final SoftmaxLoss layer;
  private final boolean samples;
  private final float[] scale;

  SoftmaxLossKernel(SoftmaxLoss layer, KernelContext context) {
    super(context, context.bottom(), layer.axis(), layer.ignoreLabel(), layer.normalization());
    this.layer = layer;
    samples = layer.sampling() < 1 && context.phase() == Phase.TRAIN;
    scale = new float[blocks.row(0).length];
  }

  @Override
  void begin(KernelIo io) {
    if (samples) {
      labels.sample(io.random(), layer.sampling());
    }
  }

  @Override
  double loss(int cell, int length) {
    blocks.softmax(length);
    double total = 0;
    for (int i = 0; i < length; i++) {
      int label = labels.at(cell + i);
      if (label != Labels.IGNORED) {
        float p = blocks.row(label)[i];
        total -= weight(label) * Math.log(Math.max(p, Float.MIN_NORMAL));
      }
    }
    return total;
  }

  @Override
  void gradient(int cell, int length, double normaliser) {
    for (int i = 0; i < length; i++) {
      int label = labels.at(cell + i);
      scale[i] = label == Labels.IGNORED ? 0 : (float) (weight(label) / normaliser);
      if (label != Labels.IGNORED) {
        blocks.row(label)[i] -= 1;
      }
    }
    for (int c = 0; c < blocks.classes(); c++) {
      float[] row = blocks.row(c);
      for (int i = 0; i < length; i++) {
        // What is ignored is zero even where a score is not finite.
        row[i] = scale[i] == 0 ? 0 : row[i] * scale[i];
      }
    }
  }

  private float weight(int label) {
    return layer.classWeights().isEmpty() ? 1 : layer.classWeights().get(label);
  }
}
