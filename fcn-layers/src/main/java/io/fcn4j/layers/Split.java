package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import java.util.Collections;
import java.util.List;

/**
 * Copies the bottom to every top; the gradient is the sum of those of the tops: Caffe's Split. A
 * graph needs none, since any number of layers may read a blob; this is for files that have one.
 *
 * <p>Shapes: tops like the bottom.
 *
 * @param tops how many copies
 */
public record Split(int tops) implements Layer {
  public Split {
    if (tops < 1) {
      throw new FcnException("split: found %d tops, expected at least 1".formatted(tops));
    }
  }

  @Override
  public Arity arity() {
    return Arity.of(1, tops);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return Collections.nCopies(tops, bottoms.get(0));
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    PassThrough first = new PassThrough(context);
    return Kernel.of(
        io -> {
          first.forward(io);
          for (int i = 1; i < tops; i++) {
            io.top(i).assign(io.bottom());
          }
        },
        io -> {
          first.backward(io);
          for (int i = 1; i < tops; i++) {
            io.bottomDiff().addi(io.topDiff(i));
          }
        });
  }
}
