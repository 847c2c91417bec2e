package io.fcn4j.core;

/**
 * Random numbers without state: number {@code i} of a stream is a hash of the stream's key and
 * {@code i}, so that a run can be resumed anywhere, in any order, by any number of threads, on any
 * backend, with the same bits.
 */
public final class CounterRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private final long key;

  private CounterRandom(long key) {
    this.key = key;
  }

  public static CounterRandom seeded(long seed) {
    return new CounterRandom(mix(seed + GOLDEN));
  }

  /** An independent stream of this one. */
  public CounterRandom stream(long id) {
    return new CounterRandom(mix(key ^ mix(id + GOLDEN)));
  }

  /** An independent stream of this one, by name. */
  public CounterRandom stream(String name) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return stream(hash);
  }

  public long bits(long i) {
    return mix(key + (i + 1) * GOLDEN);
  }

  /** Uniform in [0, 1), a multiple of 2^-24. */
  public float uniform(long i) {
    return (bits(i) >>> 40) * 0x1p-24f;
  }

  /** Standard normal. */
  public float gaussian(long i) {
    long bits = bits(i);
    double radius = Math.sqrt(-2 * Math.log(((bits >>> 32) + 1) * 0x1p-32));
    return (float) (radius * Math.cos(2 * Math.PI * (bits & 0xFFFFFFFFL) * 0x1p-32));
  }

  /** Uniform in {0, ..., bound - 1}. */
  public int below(int bound, long i) {
    return (int) Math.multiplyHigh(bits(i) >>> 1, (long) bound << 1);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
