package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;

/**
 * The binomial normal log likelihood {@code y = log(1 + exp(x))}: Caffe's BNLL.
 *
 * <p>Shapes: x and y equal, any rank. The gradient is {@code sigmoid(x)}. Caffe takes {@code exp}
 * of at most 50 for it, so that infinity is not divided by infinity; from 17 on it is 1 in float32
 * either way.
 */
public record BNLL() implements SameShapeLayer {
  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Slot scratch = context.scratch(Piecewise.scratch(context.bottom()));
    Piecewise forward = new Piecewise(BNLL::steps);
    return Activation.kernel(
        context,
        io -> forward.run(io.top(), io.bottom(), io.slot(scratch)),
        KernelIo::bottom,
        (x, slope) -> List.of(new Sigmoid(x, slope)));
  }

  /** {@code y = max(x, 0) + log(1 + exp(-|x|))}, which does not overflow. */
  private static List<Runnable> steps(INDArray[] pieces) {
    INDArray y = pieces[0];
    INDArray x = pieces[1];
    INDArray rest = pieces[2];
    NdOp max = NdOp.named("relu").floats(0);
    NdOp add = NdOp.named("add");
    List<Runnable> steps = Piecewise.all(rest(x, rest));
    steps.add(() -> max.run(y, x));
    steps.add(() -> add.run(y, y, rest));
    return steps;
  }

  /**
   * {@code log(1 + exp(-|x|)) = 2 * atanh(1 / (1 + 2 * exp(|x|)))}: ND4J's log1p and softplus
   * cancel to 0 where the exponential is small.
   */
  private static List<Op> rest(INDArray x, INDArray rest) {
    return new Chain(x, rest).abs().exp().times(2).plus(1).power(-1).atanh().times(2).ops();
  }
}
