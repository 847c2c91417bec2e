package io.fcn4j.core.solver;

import io.fcn4j.core.CounterRandom;

/** In which order training takes samples; a pure function of the seed, so resuming keeps it. */
public enum SampleOrder {
  /** Every epoch is a new permutation. */
  SHUFFLED {
    @Override
    Indices indices(int size, CounterRandom random) {
      return new Shuffle(size, random);
    }
  },
  /** As they come, again and again. */
  SEQUENTIAL {
    @Override
    Indices indices(int size, CounterRandom random) {
      return k -> (int) (k % size);
    }
  },
  /** Each drawn independently, as the reference implementation of the paper does. */
  WITH_REPLACEMENT {
    @Override
    Indices indices(int size, CounterRandom random) {
      return k -> random.below(size, k);
    }
  };

  abstract Indices indices(int size, CounterRandom random);

  /** The index of the k-th sample of a run. */
  interface Indices {
    int at(long k);
  }

  private static final class Shuffle implements Indices {
    private final int[] permutation;
    private final CounterRandom random;
    private long epoch = -1;

    Shuffle(int size, CounterRandom random) {
      this.permutation = new int[size];
      this.random = random;
    }

    @Override
    public int at(long k) {
      if (epoch != k / permutation.length) {
        epoch = k / permutation.length;
        shuffle(random.stream(epoch));
      }
      return permutation[(int) (k % permutation.length)];
    }

    /** Fisher and Yates, inside out. */
    private void shuffle(CounterRandom draw) {
      for (int i = 0; i < permutation.length; i++) {
        int j = draw.below(i + 1, i);
        permutation[i] = permutation[j];
        permutation[j] = i;
      }
    }
  }
}
