package io.fcn4j.core;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
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
 * @param keepsBorder keep what no image changes, in inference
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
    boolean keepsBorder,
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
          Set.of(),
          Set.of(),
          0,
          Gradients.BY_PHASE,
          false,
          true,
          false,
          0,
          false,
          Precision.F32,
          null);

  public SessionOptions {
    keep = Set.copyOf(keep);
    takeDiffs = Set.copyOf(takeDiffs);
  }

  /** Keeps inner blobs readable. */
  public SessionOptions keep(String... blobs) {
    return with(draft -> draft.keep = plus(keep, blobs));
  }

  /** Lets gradients be put in at these blobs. */
  public SessionOptions takeDiffs(String... blobs) {
    return with(draft -> draft.takeDiffs = plus(takeDiffs, blobs));
  }

  public SessionOptions seed(long value) {
    return with(draft -> draft.seed = value);
  }

  public SessionOptions allGradients() {
    return with(draft -> draft.gradients = Gradients.ALL);
  }

  /** Stops at the first layer whose top is not finite; slow, for diagnosis. */
  public SessionOptions stopAtNonFinite() {
    return with(draft -> draft.stopsAtNonFinite = true);
  }

  /** Computes every cell, also where wide padding makes many of them equal. */
  public SessionOptions everyCell() {
    return with(draft -> draft.collapsesPadding = false);
  }

  /**
   * Keeps, in a session of {@link Phase#TEST}, what no image changes: in nets with wide padding,
   * all that is computed from the padding alone. The first pass over images of a size computes it,
   * later ones only what is within; when a parameter changes, it is computed anew. It pays where
   * many images of few sizes come.
   */
  public SessionOptions keepBorder() {
    return with(draft -> draft.keepsBorder = true);
  }

  /** Gives native work so many threads; 0 for the default. */
  public SessionOptions threads(int count) {
    if (count < 0) {
      throw new FcnException("threads: found " + count + ", expected at least 1, or 0 for all");
    }
    return with(draft -> draft.threads = count);
  }

  /**
   * Lets a session of {@link Phase#TEST} free the arrays of parameters that it keeps in another
   * form, if no other session is open on the net. The net then can't be saved, and its other
   * sessions can only use those parameters in the same form.
   */
  public SessionOptions releasePlainWeights() {
    return with(draft -> draft.releasesPlainWeights = true);
  }

  /** Computes inference in other numbers; what differs then is told by no exception. */
  public SessionOptions precision(Precision other) {
    return with(draft -> draft.precision = other);
  }

  /** Measures every step. */
  public SessionOptions watch(StepWatcher told) {
    return with(draft -> draft.watcher = told);
  }

  private SessionOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  private static Set<String> plus(Set<String> some, String... others) {
    Set<String> more = new HashSet<>(some);
    more.addAll(Set.of(others));
    return more;
  }

  /** Options that are about to change. */
  private static final class Draft {
    private Set<String> keep;
    private Set<String> takeDiffs;
    private long seed;
    private Gradients gradients;
    private boolean stopsAtNonFinite;
    private boolean collapsesPadding;
    private boolean keepsBorder;
    private int threads;
    private boolean releasesPlainWeights;
    private Precision precision;
    private @Nullable StepWatcher watcher;

    Draft(SessionOptions from) {
      keep = from.keep;
      takeDiffs = from.takeDiffs;
      seed = from.seed;
      gradients = from.gradients;
      stopsAtNonFinite = from.stopsAtNonFinite;
      collapsesPadding = from.collapsesPadding;
      keepsBorder = from.keepsBorder;
      threads = from.threads;
      releasesPlainWeights = from.releasesPlainWeights;
      precision = from.precision;
      watcher = from.watcher;
    }

    SessionOptions done() {
      return new SessionOptions(
          keep,
          takeDiffs,
          seed,
          gradients,
          stopsAtNonFinite,
          collapsesPadding,
          keepsBorder,
          threads,
          releasesPlainWeights,
          precision,
          watcher);
    }
  }
}
