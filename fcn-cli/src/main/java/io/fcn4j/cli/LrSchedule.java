package io.fcn4j.cli;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.solver.LrPolicy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A learning rate policy but for its base rate and the length of the run. */
interface LrSchedule {
  String NUMBER = "(\\d+(?:\\.\\d+)?)";
  Pattern STEP = Pattern.compile("step:" + NUMBER + ",([1-9]\\d{0,8})");
  Pattern POLY = Pattern.compile("poly:" + NUMBER);

  LrPolicy with(double base, long iterations);

  /** Reads {@code fixed}, {@code step:GAMMA,ITERATIONS} or {@code poly:POWER}. */
  static LrSchedule parse(String text) {
    Matcher step = STEP.matcher(text);
    Matcher poly = POLY.matcher(text);
    if (step.matches()) {
      double gamma = Double.parseDouble(step.group(1));
      long size = Long.parseLong(step.group(2));
      return (base, iterations) -> LrPolicy.step(base, gamma, size);
    }
    if (poly.matches()) {
      double power = Double.parseDouble(poly.group(1));
      return (base, iterations) -> LrPolicy.poly(base, power, iterations);
    }
    if (text.equals("fixed")) {
      return (base, iterations) -> LrPolicy.fixed(base);
    }
    throw new FcnException(
        "unknown policy '%s'; expected fixed, step:GAMMA,ITERATIONS (step:0.1,10000) or poly:POWER"
                .formatted(text)
            + " (poly:0.9)");
  }
}
