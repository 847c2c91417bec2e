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

  /** What is wrong with the gradient at these elements; empty if nothing is. */
  Optional<String> check(Run run, double tolerance, int[] indices) {
    double typical = Objective.rms(gradient.data);
    double unit = Math.max(1, Objective.rms(values.data));
    int wrong = 0;
    int undecided = 0;
    double worst = 0;
    String report = "";
    for (int index : indices) {
      float found = gradient.data[index];
      Slope slope =
          Slope.of(
              x -> at(index, (float) x, run),
              values.data[index],
              unit,
              value -> tolerance * Math.max(Math.abs(value), typical));
      double scale =
          tolerance * Math.max(typical, Math.max(Math.abs(found), Math.abs(slope.value())));
      double excess = Math.abs(found - slope.value()) - scale - slope.uncertainty();
      // Not "excess > 0": NaN must fail.
      if (!(excess <= 0)) {
        if (wrong++ == 0 || excess > worst) {
          worst = excess;
          report =
              "%s:%n    found     %s%n    expected  %.6g +- %.1e by finite differences"
                  .formatted(gradient.at(index), found, slope.value(), scale + slope.uncertainty());
        }
      } else if (slope.uncertainty() > DECIDED * scale) {
        undecided++;
      }
    }
    if (wrong > 0) {
      return Optional.of(
          "%n  gradient of %s (%s): %d of %d elements checked are wrong, the worst %s"
              .formatted(name, values.shape, wrong, indices.length, report));
    }
    return 2 * undecided > indices.length
        ? Optional.of(
            ("%n  gradient of %s (%s): %d of %d elements checked lie at kinks or steps, so that"
                    + " this says nothing; choose other values or a wider range")
                .formatted(name, values.shape, undecided, indices.length))
        : Optional.empty();
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
