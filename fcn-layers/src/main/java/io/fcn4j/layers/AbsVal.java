package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;

/**
 * The absolute value {@code y = |x|}: Caffe's AbsVal. The gradient at exactly 0 is 0.
 *
 * <p>Shapes: x and y equal, any rank. Caffe refuses it in place; here it may be.
 */
public record AbsVal() implements SameShapeLayer {
  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Activation.kernel(
        context,
        Activation.forward((x, y) -> new Chain(x, y).abs().ops()),
        KernelIo::bottom,
        (x, slope) -> new Chain(x, slope).sign().ops());
  }
}
