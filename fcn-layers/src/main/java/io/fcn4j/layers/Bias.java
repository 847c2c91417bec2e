package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Mults;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * {@code y = x + bias}, where the bias lies on the axes {@code axis} to {@code axis + numAxes}
 * (excluded) of x and repeats along the others: Caffe's Bias.
 *
 * <p>Shapes: x and y equal. The bias is learned, the parameter {@code bias}, or it is bottom 1,
 * whose shape is that of the axes from {@code axis} on that it covers.
 *
 * @param axis default 1; negative values count from the end
 * @param numAxes Caffe's {@code num_axes}; default 1; 0 for one bias for all, -1 for all axes that
 *     follow; without meaning if bottom 1 is the bias
 * @param learned false if bottom 1 is the bias
 * @param filler default 0
 * @param mults of the parameter
 */
public record Bias(int axis, int numAxes, boolean learned, Filler filler, Mults mults)
    implements Layer {
  static final Bias LEARNED = new Bias(1, 1, true, Filler.zeros(), Mults.DEFAULT);
  static final Bias BY_BOTTOM = new Bias(1, 1, false, Filler.zeros(), Mults.DEFAULT);

  public Bias {
    Span.checkNumAxes(numAxes);
  }

  public Bias axis(int axis) {
    return new Bias(axis, numAxes, learned, filler, mults);
  }

  public Bias numAxes(int numAxes) {
    return new Bias(axis, numAxes, learned, filler, mults);
  }

  public Bias filler(Filler filler) {
    return new Bias(axis, numAxes, learned, filler, mults);
  }

  /** Keeps the bias as it is filled or loaded. */
  public Bias frozen() {
    return new Bias(axis, numAxes, learned, filler, Mults.FROZEN);
  }

  @Override
  public Arity arity() {
    return learned ? Arity.UNARY : Arity.of(2, 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    span(bottoms);
    return List.of(bottoms.get(0));
  }

  private Span span(List<Shape> bottoms) {
    return Span.of(bottoms, axis, numAxes);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return learned
        ? List.of(ParamSpec.learned("bias", span(bottoms).operand(), filler, mults))
        : List.of();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Shape blocks = span(context.bottoms()).blocks();
    Operand bias = learned ? Operand.param(0) : Operand.bottom1();
    RepeatedOp add = new RepeatedOp("add", bias, blocks);
    ChannelSums sums = bias.sums(context, blocks);
    PassThrough down = new PassThrough(context);
    return Kernel.of(
        io -> add.run(io, io.top(), io.bottom()),
        io -> {
          if (bias.wantsDiff(io)) {
            sums.run(io, io.topDiff(), bias.diff(io));
          }
          if (io.wantsBottomDiff(0)) {
            down.backward(io);
          }
        });
  }
}
