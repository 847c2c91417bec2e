package io.fcn4j.layers;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * How the weight and the optional bias of a layer begin and how they are learned.
 *
 * @param bias Caffe's bias_term
 */
public record Weights(
    Filler filler, Mults mults, boolean bias, Filler biasFiller, Mults biasMults) {
  /**
   * Caffe's defaults, but for the filler: its constant 0 makes a net that never learns, so the
   * weight begins as {@link Filler#msra()}, made for nets of ReLUs.
   */
  public static final Weights DEFAULT =
      new Weights(Filler.msra(), Mults.DEFAULT, true, Filler.zeros(), Mults.DEFAULT);

  /** The parameters {@code weight} and, if there is one, {@code bias}. */
  List<ParamSpec> params(Shape weight, long outputs) {
    ParamSpec spec = ParamSpec.learned("weight", weight, filler, mults);
    return bias
        ? List.of(spec, ParamSpec.learned("bias", Shape.of(outputs), biasFiller, biasMults))
        : List.of(spec);
  }
}
