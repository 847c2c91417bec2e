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

  /**
   * The slope of a function at a point.
   *
   * @param unit the size of typical arguments; steps are in proportion
   * @param enough the uncertainty, by value, below which there is no need to look closer
   */
  static Slope of(
      DoubleFunction<Objective.Value> function, float x, double unit, DoubleUnaryOperator enough) {
    Objective.Value here = function.apply(x);
    Slope best = new Slope(Double.NaN, Double.POSITIVE_INFINITY);
    double widerCentral = 0;
    double widerBend = 0;
    double step = FIRST_STEP * unit;
    for (int i = 0; i < STEPS; i++, step /= 2) {
      // The steps that float32 really takes.
      float right = (float) (x + step);
      float left = (float) (x - step);
      double width = (double) right - left;
      Objective.Value atRight = function.apply(right);
      Objective.Value atLeft = function.apply(left);
      double central = atRight.minus(atLeft) / width;
      double bend =
          atRight.minus(here) / ((double) right - x) - here.minus(atLeft) / ((double) x - left);
      if (i > 0) {
        double uncertainty =
            Math.abs(central - widerCentral)
                + Math.abs(2 * bend - widerBend)
                + 2 * atRight.noise(atLeft) / width;
        if (uncertainty < best.uncertainty) {
          best = new Slope((4 * central - widerCentral) / 3, uncertainty);
        }
        if (best.uncertainty <= enough.applyAsDouble(best.value)) {
          return best;
        }
      }
      widerCentral = central;
      widerBend = bend;
    }
    return best;
  }
}
