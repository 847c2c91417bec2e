package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.nd4j.linalg.api.ops.impl.transforms.same.TimesOneMinus;

/**
 * The logistic function {@code y = 1 / (1 + exp(-x))}: Caffe's Sigmoid.
 *
 * <p>Shapes: x and y equal, any rank.
 */
public record Sigmoid() implements SameShapeLayer {
  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_TOPS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Activation.kernel(
        context,
        Activation.forward(NdOp.named("sigmoid")),
        KernelIo::top,
        (y, slope) -> List.of(new TimesOneMinus(y, slope)));
  }
}
