package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums over all axes from {@code axis} on, times {@code coeff}: Caffe's Reduction.
 *
 * <p>Shapes: y has the axes of x before {@code axis}; it is a scalar if there are none.
 *
 * @param method Caffe's {@code operation}; default SUM
 * @param axis default 0; negative values count from the end
 * @param coeff default 1
 */
public record Reduction(Method method, int axis, float coeff) implements UnaryLayer {
  /** What is summed up. */
  public enum Method {
    SUM,
    /** Absolute values. */
    ASUM,
    /** Squares. */
    SUMSQ,
    /** Values, divided by their number. */
    MEAN
  }

  public Reduction {
    Finite.require("coeff", coeff);
  }

  public Reduction axis(int axis) {
    return new Reduction(method, axis, coeff);
  }

  public Reduction coeff(float coeff) {
    return new Reduction(method, axis, coeff);
  }

  @Override
  public Shape shape(Shape x) {
    return Shape.of(Arrays.copyOf(x.dims(), x.axis(axis)));
  }

  @Override
  public CoordMap coordMap() {
    return CoordMap.UNDEFINED;
  }

  private boolean isLinear() {
    return method == Method.SUM || method == Method.MEAN;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities capabilities =
        isLinear() ? Capabilities.READS_NOTHING : Capabilities.READS_BOTTOMS;
    return axis == 0 ? capabilities.andMixesBatch() : capabilities;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    long sums = context.top().count();
    long length = context.bottom().count() / sums;
    double factor = method == Method.MEAN ? (double) coeff / length : coeff;
    Function<KernelIo, INDArray> addends = addends(context);
    ChannelSums sum = ChannelSums.of(context, Shape.of(1, sums, length), 1);
    Consumer<KernelIo> slopes = slopes(factor);
    NdOp multiply = NdOp.named("multiply");
    Views.Of<INDArray> rows = new Views.Of<>(x -> Views.reshape(x, sums, length));
    Views.Of<INDArray> column = new Views.Of<>(y -> Views.reshape(y, sums, 1));
    return Kernel.of(
        io -> {
          sum.run(io, addends.apply(io), io.top());
          io.top().muli(factor);
        },
        io -> {
          slopes.accept(io);
          INDArray diff = rows.of(io.bottomDiff());
          multiply.run(diff, diff, column.of(io.topDiff()));
        });
  }

  private Function<KernelIo, INDArray> addends(KernelContext context) {
    return switch (method) {
      case SUM, MEAN -> KernelIo::bottom;
      case ASUM -> made(context, (x, y) -> new Chain(x, y).abs().ops());
      case SUMSQ -> made(context, (x, y) -> new Chain(x, y).power(2).ops());
    };
  }

  private static Function<KernelIo, INDArray> made(KernelContext context, Pointwise function) {
    Slot scratch = context.scratch(context.bottom());
    Piecewise all = Piecewise.of(function);
    return io -> {
      all.run(io.slot(scratch), io.bottom());
      return io.slot(scratch);
    };
  }

  /** Writes the derivatives of y by x into the diff of the bottom. */
  private Consumer<KernelIo> slopes(double factor) {
    return switch (method) {
      case SUM, MEAN -> io -> io.bottomDiff().assign(factor);
      case ASUM -> slopes((x, y) -> new Chain(x, y).sign().times(factor).ops());
      case SUMSQ -> slopes((x, y) -> new Chain(x, y).times(2 * factor).ops());
    };
  }

  private static Consumer<KernelIo> slopes(Pointwise function) {
    Piecewise all = Piecewise.of(function);
    return io -> all.run(io.bottomDiff(), io.bottom());
  }
}
