package io.fcn4j.caffe;

import static io.fcn4j.caffe.proto.SolverParameter.BASE_LR_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.GAMMA_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.LR_POLICY_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.MAX_ITER_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.POWER_FIELD_NUMBER;
import static io.fcn4j.caffe.proto.SolverParameter.STEPSIZE_FIELD_NUMBER;

import io.fcn4j.core.Names;
import io.fcn4j.core.solver.LrPolicy;
import java.util.List;

/** The learning rate of a solver file. */
final class SolverRate {
  private static final List<String> POLICIES =
      List.of("fixed", "step", "exp", "inv", "multistep", "poly", "sigmoid");

  private final SolverText solver;
  private final String policy;

  private SolverRate(SolverText solver) {
    this.solver = solver;
    this.policy = solver.message().getLrPolicy();
  }

  static LrPolicy of(SolverText solver) {
    return new SolverRate(solver).policy();
  }

  private LrPolicy policy() {
    if (!solver.has(LR_POLICY_FIELD_NUMBER)) {
      throw solver.refuse(
          LR_POLICY_FIELD_NUMBER, "found no lr_policy, expected one of " + POLICIES);
    }
    if (!solver.has(BASE_LR_FIELD_NUMBER)) {
      throw solver.refuse(
          BASE_LR_FIELD_NUMBER,
          "found no base_lr, expected the learning rate, as in base_lr: 0.01");
    }
    double base = solver.atLeast(0, BASE_LR_FIELD_NUMBER);
    return switch (policy) {
      case "fixed" -> LrPolicy.fixed(base);
      case "step" -> LrPolicy.step(base, gamma(), stepSize());
      case "exp" -> LrPolicy.exp(base, gamma());
      case "inv" -> LrPolicy.inv(base, gamma(), power());
      case "multistep" -> LrPolicy.multiStep(base, gamma(), stepValues());
      case "poly" ->
          LrPolicy.poly(base, power(), (long) solver.atLeast(1, said(MAX_ITER_FIELD_NUMBER)));
      case "sigmoid" -> LrPolicy.sigmoid(base, gamma(), stepSize());
      default ->
          throw solver.refuse(
              LR_POLICY_FIELD_NUMBER,
              "unknown lr_policy \"" + policy + "\"" + Names.nearest(policy, POLICIES));
    };
  }

  private List<Long> stepValues() {
    return solver.message().getStepvalueList().stream().map(Integer::longValue).toList();
  }

  private double gamma() {
    return solver.finite(said(GAMMA_FIELD_NUMBER));
  }

  private double power() {
    return solver.finite(said(POWER_FIELD_NUMBER));
  }

  private long stepSize() {
    return (long) solver.atLeast(1, said(STEPSIZE_FIELD_NUMBER));
  }

  /** Caffe takes 0 for what is missing, and trains with a rate that nobody meant. */
  private int said(int field) {
    if (!solver.has(field)) {
      throw solver.refuse(
          LR_POLICY_FIELD_NUMBER,
          "lr_policy \"%s\" needs %s, found none; add it"
              .formatted(policy, SolverText.name(field)));
    }
    return field;
  }
}
