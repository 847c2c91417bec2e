package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.NdOp;

/**
 * {@code y = exp(x - max(x)) / sum(exp(x - max(x)))} along an axis: Caffe's Softmax.
 *
 * <p>Shapes: x and y equal. Gradient: {@code dx = y * (dy - sum(y * dy))}.
 *
 * @param axis default 1, channels; negative values count from the end
 */
public record Softmax(int axis) implements UnaryLayer {
  static final Softmax DEFAULT = new Softmax(1);

  public Softmax axis(int axis) {
    return new Softmax(axis);
  }

  @Override
  public Shape shape(Shape x) {
    x.axis(axis);
    return x;
  }

  @Override
  public CoordMap coordMap() {
    return ImageAxes.coordMap(axis);
  }

  @Override
  public Capabilities capabilities() {
    Capabilities capabilities = Capabilities.READS_TOPS.andInPlace();
    return axis == 0 ? capabilities.andMixesBatch() : capabilities;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    int along = context.bottom().axis(axis);
    // The oneDNN helper gives wrong values along the channels of 4-D arrays.
    NdOp softmax = NdOp.named("softmax").ints(along).withoutHelpers();
    Slot product = context.backwardScratch(context.bottom());
    Slot sums = context.backwardScratch(context.bottom().with(along, 1));
    NdOp weigh = NdOp.named("multiply");
    NdOp sum = NdOp.named("reduce_sum").ints(along).bools(true);
    NdOp subtract = NdOp.named("subtract");
    NdOp multiply = NdOp.named("multiply");
    return Kernel.of(
        io -> softmax.run(io.top(), io.bottom()),
        io -> {
          weigh.run(io.slot(product), io.top(), io.topDiff());
          sum.run(io.slot(sums), io.slot(product));
          subtract.run(io.bottomDiff(), io.topDiff(), io.slot(sums));
          multiply.run(io.bottomDiff(), io.bottomDiff(), io.top());
        });
  }
}
