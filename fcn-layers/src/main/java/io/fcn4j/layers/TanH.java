package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.nd4j.linalg.api.ops.impl.transforms.same.OneMinus;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;

/**
 * The hyperbolic tangent {@code y = tanh(x)}: Caffe's TanH.
 *
 * <p>Shapes: x and y equal, any rank.
 */
public record TanH() implements SameShapeLayer {
  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_TOPS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Activation.kernel(
        context,
        Activation.forward(NdOp.named("tanh")),
        KernelIo::top,
        (y, slope) -> List.of(new Square(y, slope), new OneMinus(slope, slope)));
  }
}
