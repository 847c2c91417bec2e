package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * Reads any number of bottoms and makes nothing, so that they are no outputs of the net: Caffe's
 * Silence. The gradient is zero.
 */
public record Silence() implements Layer {
  @Override
  public Arity arity() {
    return Arity.atLeast(1, 0);
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
    int bottoms = context.bottoms().size();
    return Kernel.of(io -> {}, io -> clear(io, bottoms));
  }

  private static void clear(KernelIo io, int bottoms) {
    for (int i = 0; i < bottoms; i++) {
      if (io.wantsBottomDiff(i)) {
        io.bottomDiff(i).assign(0f);
      }
    }
  }
}
