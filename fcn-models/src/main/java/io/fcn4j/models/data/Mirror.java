package io.fcn4j.models.data;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.core.solver.SampleTransform;

/**
 * Swaps left and right of all arrays of a sample with probability one half, as in the FCN paper's
 * augmentation. Arrays are N x C x H x W.
 */
public record Mirror() implements SampleTransform {
  @Override
  public Sample apply(Sample sample, CounterRandom random) {
    boolean mirrored = random.stream("mirror").uniform(0) < 0.5f;
    return mirrored ? new Move(true, 0, 0).apply(sample, blob -> 0) : sample;
  }
}
