package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;

/**
 * The logarithm {@code y = log(shift + scale * x) / log(base)}: Caffe's Log.
 *
 * <p>Shapes: x and y equal, any rank.
 *
 * @param base above 0 and not 1, or -1 for e; default -1
 * @param scale default 1
 * @param shift default 0
 */
public record Log(float base, float scale, float shift) implements SameShapeLayer {
  static final Log DEFAULT = new Log(Base.E, 1, 0);

  public Log {
    Base.require(base);
    if (base == 1) {
      throw new FcnException("base: found 1, expected another one: the logarithm of 1 is 0");
    }
    Finite.require("scale", scale);
    Finite.require("shift", shift);
  }

  public Log base(float base) {
    return new Log(base, scale, shift);
  }

  public Log scale(float scale) {
    return new Log(base, scale, shift);
  }

  public Log shift(float shift) {
    return new Log(base, scale, shift);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Activation.kernel(
        context, Activation.forward(this::value), KernelIo::bottom, this::slope);
  }

  private List<Op> value(INDArray x, INDArray y) {
    return new Chain(x, y).times(scale).plus(shift).log().times(1 / Base.ln(base)).ops();
  }

  private List<Op> slope(INDArray x, INDArray slope) {
    return new Chain(x, slope)
        .times(scale)
        .plus(shift)
        .power(-1)
        .times(scale / Base.ln(base))
        .ops();
  }
}
