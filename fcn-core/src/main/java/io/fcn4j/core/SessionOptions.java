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
 * @param threads of native work; 0 for what OpenMP has been told, else all cores
 * @param releasesPlainWeights free arrays of parameters that the engine keeps in another form
 * @param precision of products in inference
 * @param watcher is told of every step; null for none
 */
public record SessionOptions(
    Set<String> keep,
    Set<String> takeDiffs,
    long seed,
    Gradients gradients,
    boolean stopsAtNonFinite,
    boolean collapsesPadding,
    int threads,
    boolean releasesPlainWeights,
    Precision precision,
    @Nullable StepWatcher watcher) {

  /** What a backward pass computes. */
  public enum Gradients {
    /** Those of learned parameters in {@link Phase#TRAIN}; none in {@link Phase#TEST}. */
    BY_PHASE,
    /** Those of all parameters and of the inputs too, in any phase. */
    ALL
  }

  public static final SessionOptions DEFAULT =
      new SessionOptions(
          Set.of(), Set.of(), 0, Gradients.BY_PHASE, false, true, 0, false, Precision.F32, null);

  public SessionOptions {
    keep = Set.copyOf(keep);
    takeDiffs = Set.copyOf(takeDiffs);
  }

  /** Keeps inner blobs readable. */
  public SessionOptions keep(String... blobs) {
    return with(plus(keep, blobs), takeDiffs, seed, gradients);
  }

  /** Lets gradients be put in at these blobs. */
  public SessionOptions takeDiffs(String... blobs) {
    return with(keep, plus(takeDiffs, blobs), seed, gradients);
  }

  public SessionOptions seed(long value) {
    return with(keep, takeDiffs, value, gradients);
  }

  public SessionOptions allGradients() {
    return with(keep, takeDiffs, seed, Gradients.ALL);
  }

  private SessionOptions with(Set<String> kept, Set<String> taken, long newSeed, Gradients made) {
    return new SessionOptions(
        kept,
        taken,
        newSeed,
        made,
        stopsAtNonFinite,
        collapsesPadding,
        threads,
        releasesPlainWeights,
        precision,
        watcher);
  }

  /** Stops at the first layer whose top is not finite; slow, for diagnosis. */
  public SessionOptions stopAtNonFinite() {
    return running(true, collapsesPadding, threads, releasesPlainWeights, precision, watcher);
  }

  /** Computes every cell, also where wide padding makes many of them equal. */
  public SessionOptions everyCell() {
    return running(stopsAtNonFinite, false, threads, releasesPlainWeights, precision, watcher);
  }

  /** Gives native work so many threads; 0 for the default. */
  public SessionOptions threads(int count) {
    if (count < 0) {
      throw new FcnException("threads: found " + count + ", expected at least 1, or 0 for all");
    }
    return running(
        stopsAtNonFinite, collapsesPadding, count, releasesPlainWeights, precision, watcher);
  }

  /**
   * Lets a session of {@link Phase#TEST} free the arrays of parameters that it keeps in another
   * form, if no other session is open on the net. The net then can't be saved, and its other
   * sessions can only use those parameters in the same form.
   */
  public SessionOptions releasePlainWeights() {
    return running(stopsAtNonFinite, collapsesPadding, threads, true, precision, watcher);
  }

  /** Computes inference in other numbers; what differs then is told by no exception. */
  public SessionOptions precision(Precision other) {
    return running(
        stopsAtNonFinite, collapsesPadding, threads, releasesPlainWeights, other, watcher);
  }

  /** Measures every step. */
  public SessionOptions watch(StepWatcher told) {
    return running(
        stopsAtNonFinite, collapsesPadding, threads, releasesPlainWeights, precision, told);
  }

  private SessionOptions running(
      boolean stops,
      boolean collapses,
      int count,
      boolean releases,
      Precision numbers,
      @Nullable StepWatcher told) {
    return new SessionOptions(
        keep, takeDiffs, seed, gradients, stops, collapses, count, releases, numbers, told);
  }

  private static Set<String> plus(Set<String> some, String... others) {
    Set<String> more = new HashSet<>(some);
    more.addAll(Set.of(others));
    return more;
  }
}
