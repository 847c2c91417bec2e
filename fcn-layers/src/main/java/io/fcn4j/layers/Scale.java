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
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y = scale * x}, or {@code y = scale * x + bias}, where scale and bias lie on the axes
 * {@code axis} to {@code axis + numAxes} (excluded) of x and repeat along the others: Caffe's
 * Scale.
 *
 * <p>Shapes: x and y equal. The scale is learned, or it is bottom 1, whose shape is that of the
 * axes from {@code axis} on that it covers. Parameters: {@code scale} if learned, {@code bias} if
 * asked for.
 *
 * @param axis default 1; negative values count from the end
 * @param numAxes Caffe's {@code num_axes}; default 1; 0 for one factor for all, -1 for all axes
 *     that follow; without meaning if bottom 1 is the scale
 * @param learned false if bottom 1 is the scale
 * @param filler of the scale; default 1
 * @param biasTerm Caffe's {@code bias_term}; default false
 * @param biasFiller Caffe's {@code bias_filler}; default 0
 * @param mults of the parameters
 */
public record Scale(
    int axis,
    int numAxes,
    boolean learned,
    Filler filler,
    boolean biasTerm,
    Filler biasFiller,
    Mults mults)
    implements Layer {
  static final Scale LEARNED =
      new Scale(1, 1, true, Filler.constant(1), false, Filler.zeros(), Mults.DEFAULT);
  static final Scale BY_BOTTOM =
      new Scale(1, 1, false, Filler.constant(1), false, Filler.zeros(), Mults.DEFAULT);

  public Scale {
    Span.checkNumAxes(numAxes);
  }

  public Scale axis(int axis) {
    return new Scale(axis, numAxes, learned, filler, biasTerm, biasFiller, mults);
  }

  public Scale numAxes(int numAxes) {
    return new Scale(axis, numAxes, learned, filler, biasTerm, biasFiller, mults);
  }

  public Scale filler(Filler filler) {
    return new Scale(axis, numAxes, learned, filler, biasTerm, biasFiller, mults);
  }

  /** Adds a learned bias that starts at 0. */
  public Scale bias() {
    return bias(Filler.zeros());
  }

  /** Adds a learned bias. */
  public Scale bias(Filler filler) {
    return new Scale(axis, numAxes, learned, this.filler, true, filler, mults);
  }

  /** Keeps the parameters as they are filled or loaded. */
  public Scale frozen() {
    return new Scale(axis, numAxes, learned, filler, biasTerm, biasFiller, Mults.FROZEN);
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
    Shape shape = span(bottoms).operand();
    List<ParamSpec> params = new ArrayList<>();
    if (learned) {
      params.add(ParamSpec.learned("scale", shape, filler, mults));
    }
    if (biasTerm) {
      params.add(ParamSpec.learned("bias", shape, biasFiller, mults));
    }
    return params;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Shape blocks = span(context.bottoms()).blocks();
    Operand scale = learned ? Operand.param(0) : Operand.bottom1();
    Kernel product = product(scale, blocks, context);
    return biasTerm ? new BiasTerm(product, context, blocks, learned ? 1 : 0) : product;
  }

  private static Kernel product(Operand scale, Shape blocks, KernelContext context) {
    RepeatedOp forward = new RepeatedOp("multiply", scale, blocks);
    RepeatedOp backward = new RepeatedOp("multiply", scale, blocks);
    NdOp multiply = NdOp.named("multiply");
    Slot addends = context.backwardScratch(context.bottom());
    ChannelSums sums = scale.sums(context, blocks);
    return Kernel.of(
        io -> forward.run(io, io.top(), io.bottom()),
        io -> {
          if (scale.wantsDiff(io)) {
            multiply.run(io.slot(addends), io.topDiff(), io.bottom());
            sums.run(io, io.slot(addends), scale.diff(io));
          }
          // Last, because it may overwrite the diff of the top.
          if (io.wantsBottomDiff(0)) {
            backward.run(io, io.bottomDiff(), io.topDiff());
          }
        });
  }
}
