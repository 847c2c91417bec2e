package io.fcn4j.onednn;

import io.fcn4j.core.Mults;
import io.fcn4j.core.solver.UpdateRule.AdaDelta;
import io.fcn4j.core.solver.UpdateRule.AdaGrad;
import io.fcn4j.core.solver.UpdateRule.Adam;
import io.fcn4j.core.solver.UpdateRule.Nesterov;
import io.fcn4j.core.solver.UpdateRule.RmsProp;
import io.fcn4j.core.solver.UpdateRule.Sgd;
import io.fcn4j.core.solver.UpdateStep;
import java.nio.FloatBuffer;

/**
 * The update rules, each as one loop that the JIT compiler vectorises: w parameter, g gradient, h
 * and q history.
 */
final class HostRules {
  private HostRules() {}

  static void run(UpdateStep step, double scale, HostUpdates.Piece piece) {
    Mults mults = piece.param().mults();
    float rate = (float) (step.rate() * mults.lr());
    float decay = (float) (step.weightDecay() * mults.decay());
    FloatBuffer w = piece.w();
    FloatBuffer g = piece.g();
    FloatBuffer h = piece.h().get(0);
    if (step.l1() && decay != 0) {
      regularise(w, g, (float) scale, decay);
      scale = 1;
      decay = 0;
    }
    float s = (float) scale;
    if (step.rule() instanceof Sgd rule) {
      sgd(w, g, h, s, decay, rate, (float) rule.momentum());
    } else if (step.rule() instanceof Nesterov rule) {
      nesterov(w, g, h, s, decay, rate, (float) rule.momentum());
    } else if (step.rule() instanceof AdaGrad rule) {
      adaptive(w, g, h, s, decay, rate, 1, 1, (float) rule.delta());
    } else if (step.rule() instanceof RmsProp rule) {
      float keep = (float) rule.decay();
      adaptive(w, g, h, s, decay, rate, keep, (float) (1 - rule.decay()), (float) rule.delta());
    } else if (step.rule() instanceof AdaDelta rule) {
      adaDelta(w, g, h, piece.h().get(1), s, decay, rate, rule);
    } else if (step.rule() instanceof Adam rule) {
      double t = step.iteration() + 1.0;
      double correction =
          Math.sqrt(1 - Math.pow(rule.beta2(), t)) / (1 - Math.pow(rule.beta1(), t));
      adam(w, g, h, piece.h().get(1), s, decay, (float) (rate * correction), rule);
    }
  }

  /** g = scale g + decay sign(w). */
  private static void regularise(FloatBuffer w, FloatBuffer g, float scale, float decay) {
    for (int i = 0; i < w.limit(); i++) {
      g.put(i, scale * g.get(i) + decay * Math.signum(w.get(i)));
    }
  }

  private static void sgd(
      FloatBuffer w,
      FloatBuffer g,
      FloatBuffer h,
      float scale,
      float decay,
      float rate,
      float momentum) {
    for (int i = 0; i < w.limit(); i++) {
      float v = momentum * h.get(i) + rate * (scale * g.get(i) + decay * w.get(i));
      h.put(i, v);
      w.put(i, w.get(i) - v);
    }
  }

  private static void nesterov(
      FloatBuffer w,
      FloatBuffer g,
      FloatBuffer h,
      float scale,
      float decay,
      float rate,
      float momentum) {
    for (int i = 0; i < w.limit(); i++) {
      float before = h.get(i);
      float v = momentum * before + rate * (scale * g.get(i) + decay * w.get(i));
      h.put(i, v);
      w.put(i, w.get(i) - ((1 + momentum) * v - momentum * before));
    }
  }

  /** h = keep h + add g g; w -= rate g / (sqrt(h) + delta). */
  private static void adaptive(
      FloatBuffer w,
      FloatBuffer g,
      FloatBuffer h,
      float scale,
      float decay,
      float rate,
      float keep,
      float add,
      float delta) {
    for (int i = 0; i < w.limit(); i++) {
      float d = scale * g.get(i) + decay * w.get(i);
      float mean = keep * h.get(i) + add * d * d;
      h.put(i, mean);
      w.put(i, w.get(i) - rate * d / ((float) Math.sqrt(mean) + delta));
    }
  }

  private static void adaDelta(
      FloatBuffer w,
      FloatBuffer g,
      FloatBuffer h,
      FloatBuffer q,
      float scale,
      float decay,
      float rate,
      AdaDelta rule) {
    float keep = (float) rule.momentum();
    float add = (float) (1 - rule.momentum());
    float delta = (float) rule.delta();
    for (int i = 0; i < w.limit(); i++) {
      float d = scale * g.get(i) + decay * w.get(i);
      float mean = keep * h.get(i) + add * d * d;
      h.put(i, mean);
      float u = d * (float) Math.sqrt((q.get(i) + delta) / (mean + delta));
      q.put(i, keep * q.get(i) + add * u * u);
      w.put(i, w.get(i) - rate * u);
    }
  }

  private static void adam(
      FloatBuffer w,
      FloatBuffer g,
      FloatBuffer h,
      FloatBuffer q,
      float scale,
      float decay,
      float rate,
      Adam rule) {
    float beta1 = (float) rule.beta1();
    float add1 = (float) (1 - rule.beta1());
    float beta2 = (float) rule.beta2();
    float add2 = (float) (1 - rule.beta2());
    float delta = (float) rule.delta();
    for (int i = 0; i < w.limit(); i++) {
      float d = scale * g.get(i) + decay * w.get(i);
      float first = beta1 * h.get(i) + add1 * d;
      float second = beta2 * q.get(i) + add2 * d * d;
      h.put(i, first);
      q.put(i, second);
      w.put(i, w.get(i) - rate * first / ((float) Math.sqrt(second) + delta));
    }
  }
}
