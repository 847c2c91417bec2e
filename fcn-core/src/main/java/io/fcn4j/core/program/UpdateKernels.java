package io.fcn4j.core.program;

import io.fcn4j.core.program.NdUpdates.Piece;
import io.fcn4j.core.solver.UpdateRule.AdaDelta;
import io.fcn4j.core.solver.UpdateRule.AdaGrad;
import io.fcn4j.core.solver.UpdateRule.Adam;
import io.fcn4j.core.solver.UpdateRule.Nesterov;
import io.fcn4j.core.solver.UpdateRule.RmsProp;
import io.fcn4j.core.solver.UpdateRule.Sgd;
import io.fcn4j.core.solver.UpdateStep;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The update rules in ND4J ops on one piece: w parameter, g gradient (free to be destroyed), h
 * history, t an intermediate.
 */
final class UpdateKernels {
  private UpdateKernels() {}

  static void run(UpdateStep step, double rate, Piece p) {
    INDArray h = p.h().get(0);
    if (step.rule() instanceof Sgd sgd) {
      h.muli(sgd.momentum());
      axpy(rate, p.g(), h);
      axpy(-1, h, p.w());
    } else if (step.rule() instanceof Nesterov nesterov) {
      axpy(nesterov.momentum(), h, p.w());
      h.muli(nesterov.momentum());
      axpy(rate, p.g(), h);
      axpy(-(1 + nesterov.momentum()), h, p.w());
    } else if (step.rule() instanceof AdaGrad adaGrad) {
      p.g().muli(p.g(), p.t());
      h.addi(p.t());
      divideByRoot(h, adaGrad.delta(), p);
      axpy(-rate, p.g(), p.w());
    } else if (step.rule() instanceof RmsProp rmsProp) {
      average(h, rmsProp.decay(), p);
      divideByRoot(h, rmsProp.delta(), p);
      axpy(-rate, p.g(), p.w());
    } else if (step.rule() instanceof AdaDelta adaDelta) {
      INDArray q = p.h().get(1);
      average(h, adaDelta.momentum(), p);
      // g sqrt((q + delta) / (h + delta)), without a second intermediate.
      h.addi(adaDelta.delta(), p.t());
      Transforms.sqrt(p.t(), false);
      p.g().divi(p.t());
      q.addi(adaDelta.delta(), p.t());
      Transforms.sqrt(p.t(), false);
      p.g().muli(p.t());
      average(q, adaDelta.momentum(), p);
      axpy(-rate, p.g(), p.w());
    } else if (step.rule() instanceof Adam adam) {
      INDArray s = p.h().get(1);
      double t = step.iteration() + 1.0;
      h.muli(adam.beta1());
      axpy(1 - adam.beta1(), p.g(), h);
      average(s, adam.beta2(), p);
      p.g().assign(h);
      divideByRoot(s, adam.delta(), p);
      double correction =
          Math.sqrt(1 - Math.pow(adam.beta2(), t)) / (1 - Math.pow(adam.beta1(), t));
      axpy(-rate * correction, p.g(), p.w());
    }
  }

  static void sign(INDArray w, INDArray t) {
    t.assign(w);
    Transforms.sign(t, false);
  }

  /** h = keep h + (1 - keep) g g. */
  private static void average(INDArray h, double keep, Piece p) {
    p.g().muli(p.g(), p.t());
    h.muli(keep);
    axpy(1 - keep, p.t(), h);
  }

  /** g /= sqrt(h) + delta. */
  private static void divideByRoot(INDArray h, double delta, Piece p) {
    p.t().assign(h);
    Transforms.sqrt(p.t(), false);
    p.t().addi(delta);
    p.g().divi(p.t());
  }

  /** y += factor x. */
  static void axpy(double factor, INDArray x, INDArray y) {
    Nd4j.getBlasWrapper().level1().axpy(x.length(), factor, x, y);
  }
}
