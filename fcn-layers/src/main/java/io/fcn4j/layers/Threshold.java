package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import java.util.List;
import org.nd4j.linalg.api.ops.impl.scalar.Step;

/**
 * {@code y = x > threshold ? 1 : 0}: Caffe's Threshold. No gradient: where Caffe ends the process
 * if asked for one, nothing flows.
 *
 * <p>Shapes: x and y equal, any rank.
 *
 * @param threshold default 0
 */
public record Threshold(float threshold) implements SameShapeLayer {
  public Threshold {
    Finite.require("threshold", threshold);
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return false;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Kernel.forwardOnly(
        Activation.forward((x, y) -> List.of(new Step(x, y, (double) threshold))));
  }
}
