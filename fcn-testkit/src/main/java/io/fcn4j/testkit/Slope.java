package io.fcn4j.testkit;

import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * A slope by finite differences in float32, and how far it may be off.
 *
 * <p>Central differences with steps that are halved again and again; two successive ones make an
 * estimate of fourth order. The uncertainty of an estimate adds up what gives it away: that the two
 * disagree (a steep function), that left and right slopes differ by more than curvature explains,
 * which shrinks with the step (a kink, as in ReLU and max pooling), and rounding, which grows as
 * the step shrinks. The step with the least uncertainty wins.
 */
record Slope(double value, double uncertainty) {
  private static final double FIRST_STEP = 0x1p-5;
  private static final int STEPS = 6;

  /** A function of one variable at a point. */
  record At(DoubleFunction<Objective.Value> function, float x, Objective.Value here, double unit) {
    private Differences differences(double step) {
      // The steps that float32 really takes.
      float right = (float) (x + step * unit);
      float left = (float) (x - step * unit);
      return new Differences(
          here, function.apply(left), function.apply(right), (double) x - left, (double) right - x);
    }

    /** The central difference with the first step alone. */
    double roughly() {
      return differences(FIRST_STEP).slope();
    }

    /**
     * The slope here.
     *
     * @param enough the uncertainty, by value, below which there is no need to look closer
     */
    Slope exactly(DoubleUnaryOperator enough) {
      Slope best = new Slope(Double.NaN, Double.POSITIVE_INFINITY);
      Differences wider = differences(FIRST_STEP);
      for (int i = 1; i < STEPS; i++) {
        Differences narrower = differences(FIRST_STEP / (1 << i));
        Slope slope = narrower.with(wider);
        best = slope.uncertainty < best.uncertainty ? slope : best;
        if (best.uncertainty <= enough.applyAsDouble(best.value)) {
          return best;
        }
        wider = narrower;
      }
      return best;
    }
  }

  /** A function to the left of a point, at it and to the right. */
  private record Differences(
      Objective.Value here,
      Objective.Value atLeft,
      Objective.Value atRight,
      double left,
      double right) {
    double slope() {
      return atRight.minus(atLeft) / (left + right);
    }

    /** The slope to the right less that to the left. */
    double bend() {
      return atRight.minus(here) / right - here.minus(atLeft) / left;
    }

    double noise() {
      return 2 * atRight.noise(atLeft) / (left + right);
    }

    /** The estimate of fourth order, together with steps of twice the length. */
    Slope with(Differences wider) {
      double slope = slope();
      double steepness = Math.abs(slope - wider.slope());
      double kink = Math.abs(2 * bend() - wider.bend());
      return new Slope((4 * slope - wider.slope()) / 3, steepness + kink + noise());
    }
  }
}
