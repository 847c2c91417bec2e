package io.fcn4j.cli;

import io.fcn4j.core.solver.UpdateRule;

/** The update rules by the names of the command line, with their usual constants. */
enum SolverType {
  SGD,
  NESTEROV,
  ADAM,
  ADAGRAD,
  RMSPROP,
  ADADELTA;

  private static final double DELTA = 1e-8;

  /**
   * The rule.
   *
   * @param momentum of SGD, Nesterov and AdaDelta, and the first one of Adam; others have none
   */
  UpdateRule rule(double momentum) {
    return switch (this) {
      case SGD -> new UpdateRule.Sgd(momentum);
      case NESTEROV -> new UpdateRule.Nesterov(momentum);
      case ADAM -> new UpdateRule.Adam(momentum, 0.999, DELTA);
      case ADAGRAD -> new UpdateRule.AdaGrad(DELTA);
      case RMSPROP -> new UpdateRule.RmsProp(0.99, DELTA);
      case ADADELTA -> new UpdateRule.AdaDelta(momentum, 1e-6);
    };
  }
}
