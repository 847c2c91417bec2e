package io.fcn4j.core.solver;

/**
 * Caffe's update rules. With the regularised gradient g, eta = lr * lr_mult, and w -= u for an
 * update u; {@code history} arrays of the size of the parameter start at zero.
 */
public sealed interface UpdateRule {
  /** How many history arrays each parameter has. */
  default int histories() {
    return 1;
  }

  /** Caffe's solver type. */
  String type();

  /** v = momentum v + eta g; u = v. */
  record Sgd(double momentum) implements UpdateRule {
    @Override
    public String type() {
      return "SGD";
    }
  }

  /** v' = momentum v + eta g; u = (1 + momentum) v' - momentum v. */
  record Nesterov(double momentum) implements UpdateRule {
    @Override
    public String type() {
      return "Nesterov";
    }
  }

  /** h += g g; u = eta g / (sqrt(h) + delta). */
  record AdaGrad(double delta) implements UpdateRule {
    @Override
    public String type() {
      return "AdaGrad";
    }
  }

  /** h = decay h + (1 - decay) g g; u = eta g / (sqrt(h) + delta). */
  record RmsProp(double decay, double delta) implements UpdateRule {
    @Override
    public String type() {
      return "RMSProp";
    }
  }

  /**
   * h = momentum h + (1 - momentum) g g; d = g sqrt((q + delta) / (h + delta)); q = momentum q + (1
   * - momentum) d d; u = eta d.
   */
  record AdaDelta(double momentum, double delta) implements UpdateRule {
    @Override
    public int histories() {
      return 2;
    }

    @Override
    public String type() {
      return "AdaDelta";
    }
  }

  /**
   * m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) g g; u = eta sqrt(1 - beta2^t) / (1 -
   * beta1^t) m / (sqrt(s) + delta) with t = iteration + 1.
   */
  record Adam(double beta1, double beta2, double delta) implements UpdateRule {
    @Override
    public int histories() {
      return 2;
    }

    @Override
    public String type() {
      return "Adam";
    }
  }
}
