package io.fcn4j.core.solver;

import java.util.List;

/** Caffe's learning rate policies: the rate as a function of the iteration, from 0. */
public sealed interface LrPolicy {
  double at(long iteration);

  static LrPolicy fixed(double base) {
    return new Fixed(base);
  }

  static LrPolicy step(double base, double gamma, long stepSize) {
    return new Step(base, gamma, stepSize);
  }

  static LrPolicy exp(double base, double gamma) {
    return new Exp(base, gamma);
  }

  static LrPolicy inv(double base, double gamma, double power) {
    return new Inv(base, gamma, power);
  }

  static LrPolicy multiStep(double base, double gamma, List<Long> stepValues) {
    return new MultiStep(base, gamma, stepValues);
  }

  static LrPolicy poly(double base, double power, long maxIterations) {
    return new Poly(base, power, maxIterations);
  }

  static LrPolicy sigmoid(double base, double gamma, long stepSize) {
    return new Sigmoid(base, gamma, stepSize);
  }

  /** base. */
  record Fixed(double base) implements LrPolicy {
    public Fixed {
      Settings.notNegative("the learning rate", base);
    }

    @Override
    public double at(long iteration) {
      return base;
    }
  }

  /** base gamma^floor(iteration / stepSize). */
  record Step(double base, double gamma, long stepSize) implements LrPolicy {
    public Step {
      Settings.notNegative("the learning rate", base);
      Settings.finite("gamma", gamma);
      Settings.atLeastOne("stepSize", stepSize);
    }

    @Override
    public double at(long iteration) {
      return base * Math.pow(gamma, (double) Math.floorDiv(iteration, stepSize));
    }
  }

  /** base gamma^iteration. */
  record Exp(double base, double gamma) implements LrPolicy {
    public Exp {
      Settings.notNegative("the learning rate", base);
      Settings.finite("gamma", gamma);
    }

    @Override
    public double at(long iteration) {
      return base * Math.pow(gamma, (double) iteration);
    }
  }

  /** base (1 + gamma iteration)^-power. */
  record Inv(double base, double gamma, double power) implements LrPolicy {
    public Inv {
      Settings.notNegative("the learning rate", base);
      Settings.finite("gamma", gamma);
      Settings.finite("power", power);
    }

    @Override
    public double at(long iteration) {
      return base * Math.pow(1 + gamma * iteration, -power);
    }
  }

  /** base gamma^(number of step values passed); as in Caffe, at most one more per iteration. */
  record MultiStep(double base, double gamma, List<Long> stepValues) implements LrPolicy {
    public MultiStep {
      Settings.notNegative("the learning rate", base);
      Settings.finite("gamma", gamma);
      stepValues = List.copyOf(stepValues);
    }

    @Override
    public double at(long iteration) {
      return base * Math.pow(gamma, passed(iteration));
    }

    /** How many step values are passed at an iteration: Caffe's current_step. */
    public int passed(long iteration) {
      int passed = 0;
      long previous = -1;
      for (long value : stepValues) {
        long reached = Math.max(value, previous + 1);
        if (iteration < reached) {
          break;
        }
        previous = reached;
        passed++;
      }
      return passed;
    }
  }

  /** base (1 - iteration / maxIterations)^power. */
  record Poly(double base, double power, long maxIterations) implements LrPolicy {
    public Poly {
      Settings.notNegative("the learning rate", base);
      Settings.finite("power", power);
      Settings.atLeastOne("maxIterations", maxIterations);
    }

    @Override
    public double at(long iteration) {
      return base * Math.pow(Math.max(0, 1 - (double) iteration / maxIterations), power);
    }
  }

  /** base / (1 + exp(-gamma (iteration - stepSize))). */
  record Sigmoid(double base, double gamma, long stepSize) implements LrPolicy {
    public Sigmoid {
      Settings.notNegative("the learning rate", base);
      Settings.finite("gamma", gamma);
      Settings.atLeastOne("stepSize", stepSize);
    }

    @Override
    public double at(long iteration) {
      return base / (1 + Math.exp(-gamma * (iteration - stepSize)));
    }
  }
}
