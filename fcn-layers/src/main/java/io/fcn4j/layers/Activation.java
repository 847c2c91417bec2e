package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.NdOp;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the kernels of layers that work element by element share. */
final class Activation {
  private Activation() {}

  /**
   * @param at what the slope follows from: the top or the bottom
   */
  static Kernel kernel(
      KernelContext context,
      Consumer<KernelIo> forward,
      Function<KernelIo, INDArray> at,
      Pointwise slope) {
    TimesSlope gradient = TimesSlope.inBackward(context, slope);
    return Kernel.of(forward, io -> gradient.run(io, io.bottomDiff(), io.topDiff(), at.apply(io)));
  }

  static Consumer<KernelIo> forward(NdOp op) {
    return io -> op.run(io.top(), io.bottom());
  }

  static Consumer<KernelIo> forward(Pointwise function) {
    Piecewise all = Piecewise.of(function);
    return io -> all.run(io.top(), io.bottom());
  }
}
