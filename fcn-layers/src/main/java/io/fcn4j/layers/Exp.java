package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;

/**
 * {@code y = base ^ (shift + scale * x)}: Caffe's Exp.
 *
 * <p>Shapes: x and y equal, any rank.
 *
 * @param base above 0, or -1 for e; default -1
 * @param scale default 1
 * @param shift default 0
 */
public record Exp(float base, float scale, float shift) implements SameShapeLayer {
  static final Exp DEFAULT = new Exp(Base.E, 1, 0);

  public Exp {
    Base.require(base);
    Finite.require("scale", scale);
    Finite.require("shift", shift);
  }

  public Exp base(float base) {
    return new Exp(base, scale, shift);
  }

  public Exp scale(float scale) {
    return new Exp(base, scale, shift);
  }

  public Exp shift(float shift) {
    return new Exp(base, scale, shift);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_TOPS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    double inner = Base.ln(base) * scale;
    double outer = Math.exp(Base.ln(base) * shift);
    return Activation.kernel(
        context,
        Activation.forward((x, y) -> new Chain(x, y).times(inner).exp().times(outer).ops()),
        KernelIo::top,
        (y, slope) -> new Chain(y, slope).times(inner).ops());
  }
}
