package io.fcn4j.core;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a session runs.
 *
 * @param keep blobs that stay readable after a forward pass, besides the outputs
 * @param takeDiffs blobs at which {@link Session#backward(java.util.Map)} may put gradients in
 * @param seed of the random numbers of stochastic layers
 * @param gradients what gradients a backward pass makes
 * @param stopsAtNonFinite stop at the first layer whose top is not finite (slow; for diagnosis)
 * @param watcher is told of every step; null for none
 */
public record SessionOptions(
    Set<String> keep,
    Set<String> takeDiffs,
    long seed,
    Gradients gradients,
    boolean stopsAtNonFinite,
    @Nullable StepWatcher watcher) {

  /** What a backward pass computes. */
  public enum Gradients {
    /** Those of learned parameters in {@link Phase#TRAIN}; none in {@link Phase#TEST}. */
    BY_PHASE,
    /** Those of all parameters and of the inputs too, in any phase. */
    ALL
  }

  public static final SessionOptions DEFAULT =
      new SessionOptions(Set.of(), Set.of(), 0, Gradients.BY_PHASE, false, null);

  public SessionOptions {
    keep = Set.copyOf(keep);
    takeDiffs = Set.copyOf(takeDiffs);
  }

  /** Keeps inner blobs readable. */
  public SessionOptions keep(String... blobs) {
    return new SessionOptions(
        plus(keep, blobs), takeDiffs, seed, gradients, stopsAtNonFinite, watcher);
  }

  /** Lets gradients be put in at these blobs. */
  public SessionOptions takeDiffs(String... blobs) {
    return new SessionOptions(
        keep, plus(takeDiffs, blobs), seed, gradients, stopsAtNonFinite, watcher);
  }

  public SessionOptions seed(long value) {
    return new SessionOptions(keep, takeDiffs, value, gradients, stopsAtNonFinite, watcher);
  }

  public SessionOptions allGradients() {
    return new SessionOptions(keep, takeDiffs, seed, Gradients.ALL, stopsAtNonFinite, watcher);
  }

  /** Stops at the first layer whose top is not finite; slow, for diagnosis. */
  public SessionOptions stopAtNonFinite() {
    return new SessionOptions(keep, takeDiffs, seed, gradients, true, watcher);
  }

  /** Measures every step. */
  public SessionOptions watch(StepWatcher told) {
    return new SessionOptions(keep, takeDiffs, seed, gradients, stopsAtNonFinite, told);
  }

  private static Set<String> plus(Set<String> some, String... others) {
    Set<String> more = new HashSet<>(some);
    more.addAll(Set.of(others));
    return more;
  }
}
