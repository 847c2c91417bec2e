package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.NdOp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndSet;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * The rectifier {@code y = max(x, 0) + negativeSlope * min(x, 0)}: Caffe's ReLU. The gradient at
 * exactly 0 is that of the negative side.
 *
 * <p>Shapes: x and y equal, any rank.
 *
 * @param negativeSlope Caffe's {@code negative_slope}; default 0
 */
public record ReLU(float negativeSlope) implements SameShapeLayer {
  public ReLU {
    Finite.require("negative slope", negativeSlope);
  }

  @Override
  public Capabilities capabilities() {
    return signIsKept() ? Capabilities.READS_TOPS.andInPlace() : Capabilities.READS_BOTTOMS;
  }

  /** Whether the sign of the top tells the sign of the bottom. */
  private boolean signIsKept() {
    return negativeSlope >= 0;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Activation.kernel(
        context,
        negativeSlope == 0 ? Activation.forward(NdOp.named("relu").floats(0)) : leak(context),
        signIsKept() ? KernelIo::top : KernelIo::bottom,
        this::slope);
  }

  private Consumer<KernelIo> leak(KernelContext context) {
    TimesSlope product = TimesSlope.inForward(context, this::slope);
    return io -> product.run(io, io.top(), io.bottom(), io.bottom());
  }

  // Not ND4J's lrelu and lrelu_bp: they count 0 as positive, and are slower.
  private List<Op> slope(INDArray x, INDArray slope) {
    List<Op> ops = new ArrayList<>();
    ops.add(new Step(x, slope, 0.0));
    if (negativeSlope != 0) {
      ops.add(new CompareAndSet(slope, negativeSlope, Conditions.equals(0.0)));
    }
    return ops;
  }
}
