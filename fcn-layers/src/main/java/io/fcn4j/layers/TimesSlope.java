package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code target = source * slope(at)}, element by element; {@code target} may lie in the memory of
 * {@code source}. The gradient of an activation whose slope follows from its top or bottom.
 */
final class TimesSlope {
  private final Slot scratch;
  private final Piecewise product;

  private TimesSlope(Pointwise slope, Slot scratch) {
    this.scratch = scratch;
    product = new Piecewise(pieces -> steps(slope, pieces));
  }

  static TimesSlope inForward(KernelContext context, Pointwise slope) {
    return new TimesSlope(slope, context.scratch(Piecewise.scratch(context.bottom())));
  }

  static TimesSlope inBackward(KernelContext context, Pointwise slope) {
    return new TimesSlope(slope, context.backwardScratch(Piecewise.scratch(context.bottom())));
  }

  void run(KernelIo io, INDArray target, INDArray source, INDArray at) {
    product.run(target, source, at, io.slot(scratch));
  }

  private static List<Runnable> steps(Pointwise slope, INDArray[] pieces) {
    INDArray factor = pieces[3];
    List<Runnable> steps = Piecewise.all(slope.ops(pieces[2], factor));
    NdOp multiply = NdOp.named("multiply");
    steps.add(() -> multiply.run(pieces[0], pieces[1], factor));
    return steps;
  }
}
