package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndSet;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * The exponential linear unit {@code y = x > 0 ? x : alpha * (exp(x) - 1)}: Caffe's ELU (Clevert et
 * al. 2015). The gradient at exactly 0 is that of the negative side.
 *
 * <p>Shapes: x and y equal, any rank.
 *
 * @param alpha default 1
 */
public record ELU(float alpha) implements SameShapeLayer {
  /** Stands for a positive value: an infinity outlasts the arithmetic meant for the others. */
  private static final double MARK = Double.POSITIVE_INFINITY;

  public ELU {
    Finite.require("alpha", alpha);
  }

  @Override
  public Capabilities capabilities() {
    return (signIsKept() ? Capabilities.READS_TOPS : Capabilities.READS_BOTTOMS).andInPlace();
  }

  /** Whether the sign of the top tells the sign of the bottom. */
  private boolean signIsKept() {
    return alpha >= 0;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Activation.kernel(
        context,
        Activation.forward(NdOp.named("elu").floats(alpha)),
        signIsKept() ? KernelIo::top : KernelIo::bottom,
        signIsKept() ? this::slopeByTop : this::slopeByBottom);
  }

  // Not ND4J's elu_bp: it counts 0 as positive.
  private List<Op> slopeByTop(INDArray y, INDArray slope) {
    return List.of(
        new CompareAndSet(y, slope, MARK, Conditions.greaterThan(0.0)),
        new ScalarAdd(slope, null, slope, alpha),
        new CompareAndSet(slope, 1.0, Conditions.greaterThan((double) Float.MAX_VALUE)));
  }

  private List<Op> slopeByBottom(INDArray x, INDArray slope) {
    return List.of(
        new CompareAndSet(x, slope, MARK, Conditions.greaterThan(0.0)),
        new Exp(slope, slope),
        new ScalarMultiplication(slope, null, slope, alpha),
        new CompareAndSet(slope, 1.0, Conditions.lessThan((double) -Float.MAX_VALUE)));
  }
}
