package io.fcn4j.cli.demo;

import io.fcn4j.core.CounterRandom;

/**
 * One number after the other from a {@link CounterRandom}, for code that draws in a fixed order.
 */
final class Dice {
  private final CounterRandom random;
  private long next;

  Dice(CounterRandom random) {
    this.random = random;
  }

  /** Uniform in [low, high). */
  float between(float low, float high) {
    return low + (high - low) * random.uniform(next++);
  }

  float gaussian() {
    return random.gaussian(next++);
  }

  /** A positive factor around 1 whose logarithm has the given standard deviation. */
  float factor(float sigma) {
    return (float) Math.exp(sigma * gaussian());
  }
}
