package io.fcn4j.layers;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.Host;

/** The kernel of {@link ContrastiveLoss}, pair by pair on the heap; forward makes the gradient. */
final class ContrastiveLossKernel implements Kernel {
  /** What Caffe adds to a distance before it divides by it. */
  private static final double LEAST_DISTANCE = 1e-4;

  private final double margin;
  private final boolean legacy;
  private final float[] similar;
  private final float[] difference;
  private final float[] other;
  private final float[] loss = new float[1];
  private final LossGradient gradient;

  ContrastiveLossKernel(ContrastiveLoss layer, KernelContext context) {
    margin = layer.margin();
    legacy = layer.legacyVersion();
    similar = new float[Math.toIntExact(context.bottom().n())];
    difference = new float[Math.toIntExact(context.bottom().c())];
    other = new float[difference.length];
    gradient = new LossGradient(context);
  }

  @Override
  public void forward(KernelIo io) {
    Host.read(io.bottom(2), 0, similar, similar.length);
    double total = 0;
    for (int pair = 0; pair < similar.length; pair++) {
      double squaredDistance = subtract(io, pair);
      boolean isSimilar = isSimilar(pair);
      total += isSimilar ? squaredDistance : penalty(squaredDistance);
      if (gradient.isKept()) {
        double factor = isSimilar ? 1 : pull(squaredDistance);
        for (int i = 0; i < difference.length; i++) {
          difference[i] = (float) (factor * difference[i] / similar.length);
        }
        Host.write(difference, difference.length, gradient.values(io), at(pair));
      }
    }
    loss[0] = (float) (total / similar.length / 2);
    Host.write(loss, io.top());
  }

  /** The squared distance of a pair, whose difference it leaves behind. */
  private double subtract(KernelIo io, int pair) {
    Host.read(io.bottom(0), at(pair), difference, difference.length);
    Host.read(io.bottom(1), at(pair), other, other.length);
    double sum = 0;
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= other[i];
      sum += (double) difference[i] * difference[i];
    }
    return sum;
  }

  private long at(int pair) {
    return (long) pair * difference.length;
  }

  private boolean isSimilar(int pair) {
    if (Float.isNaN(similar[pair])) {
      throw new FcnException(
          "found similarity NaN of pair %d, expected 0 or 1; see where bottom 2 comes from"
              .formatted(pair));
    }
    return (int) similar[pair] != 0;
  }

  private double penalty(double squaredDistance) {
    if (legacy) {
      return Math.max(margin - squaredDistance, 0);
    }
    double gap = Math.max(margin - Math.sqrt(squaredDistance), 0);
    return gap * gap;
  }

  /** What the gradient of a dissimilar pair has, times the difference; never above 0. */
  private double pull(double squaredDistance) {
    double distance = legacy ? squaredDistance : Math.sqrt(squaredDistance);
    double gap = margin - distance;
    if (!(gap > 0)) {
      return 0;
    }
    return legacy ? -1 : -gap / (distance + LEAST_DISTANCE);
  }

  @Override
  public void backward(KernelIo io) {
    gradient.propagate(io, 0);
    gradient.propagate(io, 1);
    if (io.wantsBottomDiff(1)) {
      io.bottomDiff(1).negi();
    }
  }
}
