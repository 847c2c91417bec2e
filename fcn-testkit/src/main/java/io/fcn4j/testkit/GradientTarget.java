package io.fcn4j.testkit;

import io.fcn4j.core.nd4j.Host;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array that a net's objective is differentiated by, and the gradient to be checked. */
final class GradientTarget {
  /** A slope within this many tolerances is known well enough to judge by. */
  private static final double DECIDED = 10;

  private final String name;
  private final INDArray array;
  private final Runnable changed;
  private final Snapshot.Values values;
  private final Snapshot.Values gradient;

  /** One pass of the net. */
  interface Run {
    Objective.Value forward();
  }

  /**
   * A target.
   *
   * @param changed called after every change of the array
   */
  GradientTarget(String name, INDArray array, INDArray gradient, Runnable changed) {
    this.name = name;
    this.array = array;
    this.changed = changed;
    this.values = Snapshot.Values.of(array);
    this.gradient = Snapshot.Values.of(gradient);
  }

  String name() {
    return name;
  }

  int length() {
    return values.data.length;
  }

  /**
   * What is wrong with the gradient at these elements; empty if nothing is.
   *
   * @param here what the net makes of the arrays as they are
   */
  Optional<String> check(Run run, Objective.Value here, double tolerance, int[] indices) {
    double unit = Math.max(1, Objective.rms(values.data));
    Verdict worst = Verdict.RIGHT;
    int wrong = 0;
    int undecided = 0;
    for (int index : indices) {
      Slope.At at = new Slope.At(x -> at(index, (float) x, run), values.data[index], here, unit);
      Verdict verdict = judge(index, at, tolerance);
      wrong += verdict.wrong() ? 1 : 0;
      undecided += verdict.undecided ? 1 : 0;
      worst = verdict.worseThan(worst) ? verdict : worst;
    }
    if (wrong > 0) {
      return Optional.of(
          "%n  gradient of %s (%s): %d of %d elements checked are wrong, the worst %s"
              .formatted(name, values.shape, wrong, indices.length, worst.report));
    }
    return 2 * undecided > indices.length
        ? Optional.of(
            ("%n  gradient of %s (%s): %d of %d elements checked lie at kinks or steps, so that"
                    + " this says nothing; choose other values or a wider range")
                .formatted(name, values.shape, undecided, indices.length))
        : Optional.empty();
  }

  /** How far one element is off beyond what is allowed: it is right up to 0. */
  private record Verdict(double excess, boolean undecided, String report) {
    static final Verdict RIGHT = new Verdict(Double.NEGATIVE_INFINITY, false, "");

    /** NaN is wrong. */
    boolean wrong() {
      return !(excess <= 0);
    }

    boolean worseThan(Verdict other) {
      return Double.compare(excess, other.excess) > 0;
    }
  }

  private Verdict judge(int index, Slope.At at, double tolerance) {
    float found = gradient.data[index];
    double scale = Math.max(Objective.rms(gradient.data), Math.abs(found));
    // Two that agree are right: the exact slope is for those that don't.
    if (Math.abs(found - at.roughly()) <= tolerance * scale) {
      return Verdict.RIGHT;
    }
    Slope slope = at.exactly(value -> tolerance * Math.max(scale, Math.abs(value)));
    double allowed = tolerance * Math.max(scale, Math.abs(slope.value()));
    return new Verdict(
        Math.abs(found - slope.value()) - allowed - slope.uncertainty(),
        slope.uncertainty() > DECIDED * allowed,
        Finding.text(
            gradient.at(index),
            found,
            "%.6g +- %.1e by finite differences"
                .formatted(slope.value(), allowed + slope.uncertainty())));
  }

  private Objective.Value at(int index, float x, Run run) {
    set(index, x);
    try {
      return run.forward();
    } finally {
      set(index, values.data[index]);
    }
  }

  private void set(int index, float x) {
    Host.write(new float[] {x}, 1, array, index);
    changed.run();
  }
}
