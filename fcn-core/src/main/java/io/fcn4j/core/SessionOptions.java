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
 * @param collapsesPadding compute what wide padding makes equal only once
 * @param watcher is told of every step; null for none
 */
public record SessionOptions(
    Set<String> keep,
    Set<String> takeDiffs,
    long seed,
    Gradients gradients,
    boolean stopsAtNonFinite,
    boolean collapsesPadding,
    @Nullable StepWatcher watcher) {

  /** What a backward pass computes. */
  public enum Gradients {
    /** Those of learned parameters in {@link Phase#TRAIN}; none in {@link Phase#TEST}. */
    BY_PHASE,
    /** Those of all parameters and of the inputs too, in any phase. */
    ALL
  }

  public static final SessionOptions DEFAULT =
      new SessionOptions(Set.of(), Set.of(), 0, Gradients.BY_PHASE, false, true, null);

  public SessionOptions {
    keep = Set.copyOf(keep);
    takeDiffs = Set.copyOf(takeDiffs);
  }

  /** Keeps inner blobs readable. */
  public SessionOptions keep(String... blobs) {
    return new SessionOptions(
        plus(keep, blobs), takeDiffs, seed, gradients, stopsAtNonFinite, collapsesPadding, watcher);
  }

  /** Lets gradients be put in at these blobs. */
  public SessionOptions takeDiffs(String... blobs) {
    return new SessionOptions(
        keep, plus(takeDiffs, blobs), seed, gradients, stopsAtNonFinite, collapsesPadding, watcher);
  }

  public SessionOptions seed(long value) {
    return new SessionOptions(
        keep, takeDiffs, value, gradients, stopsAtNonFinite, collapsesPadding, watcher);
  }

  public SessionOptions allGradients() {
    return new SessionOptions(
        keep, takeDiffs, seed, Gradients.ALL, stopsAtNonFinite, collapsesPadding, watcher);
  }

  /** Stops at the first layer whose top is not finite; slow, for diagnosis. */
  public SessionOptions stopAtNonFinite() {
    return new SessionOptions(keep, takeDiffs, seed, gradients, true, collapsesPadding, watcher);
  }

  /** Computes every cell, also where wide padding makes many of them equal. */
  public SessionOptions everyCell() {
    return new SessionOptions(keep, takeDiffs, seed, gradients, stopsAtNonFinite, false, watcher);
  }

  /** Measures every step. */
  public SessionOptions watch(StepWatcher told) {
    return new SessionOptions(
        keep, takeDiffs, seed, gradients, stopsAtNonFinite, collapsesPadding, told);
  }

  private static Set<String> plus(Set<String> some, String... others) {
    Set<String> more = new HashSet<>(some);
    more.addAll(Set.of(others));
    return more;
  }
}
