package io.fcn4j.core.program;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import java.util.List;

/** Fills a frame from its bottom, at the first pass. */
record Remember(Frame frame) implements Layer {
  @Override
  public Arity arity() {
    return Arity.of(1, 0);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return List.of();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Kernel.forwardOnly(
        io -> {
          if (!frame.isFilled()) {
            frame.fill(io.bottom());
          }
        });
  }
}
