package io.fcn4j.core.solver;

import io.fcn4j.core.CounterRandom;

/** A random change of samples before training sees them (augmentation). */
@FunctionalInterface
public interface SampleTransform {
  /**
   * The changed sample; the given one is left as it is. The result depends on the arguments alone:
   * the same stream of random numbers gives the same bits.
   */
  Sample apply(Sample sample, CounterRandom random);
}
