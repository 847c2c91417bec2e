package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;

/**
 * {@code y = (shift + scale * x) ^ power}: Caffe's Power.
 *
 * <p>Shapes: x and y equal, any rank. If scale or power is 0, y is {@code shift ^ power} whatever x
 * is, and there is no gradient. The gradient is computed as {@code power * scale * (shift + scale *
 * x) ^ (power - 1)}; Caffe divides the top by {@code shift + scale * x}, which gives NaN where that
 * is 0, and differs in the last bits elsewhere.
 *
 * @param power default 1
 * @param scale default 1
 * @param shift default 0
 */
public record Power(float power, float scale, float shift) implements SameShapeLayer {
  public Power {
    Finite.require("power", power);
    Finite.require("scale", scale);
    Finite.require("shift", shift);
  }

  public Power scale(float scale) {
    return new Power(power, scale, shift);
  }

  public Power shift(float shift) {
    return new Power(power, scale, shift);
  }

  private boolean isConstant() {
    return power == 0 || scale == 0;
  }

  @Override
  public Capabilities capabilities() {
    return (isConstant() || power == 1 ? Capabilities.READS_NOTHING : Capabilities.READS_BOTTOMS)
        .andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    if (isConstant()) {
      double value = Math.pow(shift, power);
      return Kernel.of(io -> io.top().assign(value), io -> io.bottomDiff().assign(0f));
    }
    if (power == 1) {
      Piecewise down = Piecewise.of((dy, dx) -> new Chain(dy, dx).times(scale).ops());
      return Kernel.of(
          Activation.forward(this::value), io -> down.run(io.bottomDiff(), io.topDiff()));
    }
    return Activation.kernel(
        context, Activation.forward(this::value), KernelIo::bottom, this::slope);
  }

  private List<Op> value(INDArray x, INDArray y) {
    return new Chain(x, y).times(scale).plus(shift).power(power).ops();
  }

  private List<Op> slope(INDArray x, INDArray slope) {
    return new Chain(x, slope)
        .times(scale)
        .plus(shift)
        .power(power - 1.0)
        .times((double) power * scale)
        .ops();
  }
}
