package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Mults;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.Slot;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.same.OneMinus;

/**
 * The rectifier {@code y = max(x, 0) + slope * min(x, 0)} with a learned slope for each channel:
 * Caffe's PReLU (He et al. 2015). The gradient at exactly 0 is that of the negative side.
 *
 * <p>Shapes: x and y equal, of two axes or more, channels on axis 1. Parameter: {@code slope}, C
 * values, or a scalar if all channels share it. In place, training keeps the bottom beside the top,
 * since the gradient needs it; so does Caffe.
 *
 * @param channelShared Caffe's {@code channel_shared}; default false
 * @param filler of the slope; default 0.25
 * @param mults of the slope
 */
public record PReLU(boolean channelShared, Filler filler, Mults mults) implements UnaryLayer {
  static final PReLU DEFAULT = new PReLU(false, Filler.constant(0.25f), Mults.DEFAULT);

  /** One slope for all channels. */
  public PReLU shared() {
    return new PReLU(true, filler, mults);
  }

  public PReLU filler(Filler filler) {
    return new PReLU(channelShared, filler, mults);
  }

  /** Keeps the slope as it is filled or loaded. */
  public PReLU frozen() {
    return new PReLU(channelShared, filler, Mults.FROZEN);
  }

  @Override
  public Shape shape(Shape x) {
    if (x.rank() < 2) {
      throw new ShapeException(
          "found a bottom of shape %s, expected at least 2 axes: images and channels".formatted(x));
    }
    return x;
  }

  private Span span(List<Shape> bottoms) {
    return Span.of(bottoms, 1, channelShared ? 0 : 1);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return List.of(ParamSpec.learned("slope", span(bottoms).operand(), filler, mults));
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new Sides(context, span(context.bottoms()).blocks());
  }

  /** Computes the negative side in a scratch, the positive side in place, and adds them. */
  private static final class Sides implements Kernel {
    private final Slot scratch;
    private final Piecewise negative =
        Piecewise.of((x, y) -> List.of(new ScalarMin(x, null, y, 0)));
    private final Piecewise isNegative =
        Piecewise.of((x, y) -> List.of(new Step(x, y, 0.0), new OneMinus(y, y)));
    private final NdOp positive = NdOp.named("relu").floats(0);
    private final NdOp add = NdOp.named("add");
    private final RepeatedOp timesSlope;
    private final NdOp timesDiff = NdOp.named("multiply");
    private final RepeatedOp diffTimesSlope;
    private final ChannelSums sums;
    private final TimesSlope positiveDiff;
    private final NdOp addDiff = NdOp.named("add");

    Sides(KernelContext context, Shape blocks) {
      Operand slope = Operand.param(0);
      scratch = context.scratch(context.bottom());
      timesSlope = new RepeatedOp("multiply", slope, blocks);
      diffTimesSlope = new RepeatedOp("multiply", slope, blocks);
      sums = slope.sums(context, blocks);
      positiveDiff =
          TimesSlope.inBackward(context, (x, isPositive) -> List.of(new Step(x, isPositive, 0.0)));
    }

    @Override
    public void forward(KernelIo io) {
      INDArray side = io.slot(scratch);
      negative.run(side, io.bottom());
      timesSlope.run(io, side, side);
      positive.run(io.top(), io.bottom());
      add.run(io.top(), io.top(), side);
    }

    @Override
    public void backward(KernelIo io) {
      INDArray side = io.slot(scratch);
      if (io.wantsParamDiff(0)) {
        negative.run(side, io.bottom());
        timesDiff.run(side, side, io.topDiff());
        sums.run(io, side, io.paramDiff(0));
      }
      // Last, because it may overwrite the diff of the top.
      if (io.wantsBottomDiff(0)) {
        isNegative.run(side, io.bottom());
        timesDiff.run(side, side, io.topDiff());
        diffTimesSlope.run(io, side, side);
        positiveDiff.run(io, io.bottomDiff(), io.topDiff(), io.bottom());
        addDiff.run(io.bottomDiff(), io.bottomDiff(), side);
      }
    }
  }
}
