package io.fcn4j.core.solver;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Param;
import io.fcn4j.core.Session;
import java.util.List;

/**
 * Finds weights that are all zero and get an all-zero gradient: they can never change. It is what
 * forgotten pretrained weights look like (all parameters of Caffe's nets start at zero), while a
 * score layer that is meant to start at zero does get a gradient.
 */
final class DeadWeights {
  private static final int SHOWN = 6;

  private DeadWeights() {}

  /** To be called after the first backward pass with a loss above zero. */
  static void check(Net net, Session session) {
    List<String> dead =
        net.params().all().stream()
            .filter(param -> param.isLearned() && param.shape().rank() > 1)
            .filter(DeadWeights::isZero)
            .filter(param -> session.gradient(param.key()).amaxNumber().doubleValue() == 0)
            .map(Param::key)
            .toList();
    if (!dead.isEmpty()) {
      throw new FcnException(
          ("%d weights are all zero and get no gradient, so training would never change them: %s%s."
                  + " Load pretrained weights (params().load or params().transplant), or give the"
                  + " layers a filler such as msra")
              .formatted(
                  dead.size(),
                  String.join(", ", dead.subList(0, Math.min(SHOWN, dead.size()))),
                  dead.size() > SHOWN ? ", ..." : ""));
    }
  }

  private static boolean isZero(Param param) {
    return param.array().amaxNumber().doubleValue() == 0;
  }
}
