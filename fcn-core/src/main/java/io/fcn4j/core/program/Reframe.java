package io.fcn4j.core.program;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Other cells of a value, in inference: those that its bottom has are copied, the others come from
 * a frame.
 *
 * @param from the cells of the bottom
 * @param to those of the top
 */
public record Reframe(Cells from, Cells to, Frame frame) implements UnaryLayer {
  @Override
  public Shape shape(Shape x) {
    return to.of(x);
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  /** The cells that are copied. */
  public Cells copied() {
    return from.and(to);
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Kernel.forwardOnly(
        io -> {
          INDArray top = io.top();
          Frame.window(top, copied().within(to))
              .assign(Frame.window(io.bottom(), copied().within(from)));
          for (Frame.Strip strip : frame.strips()) {
            Frame.window(top, strip.cells().within(to)).assign(strip.values());
          }
        });
  }
}
