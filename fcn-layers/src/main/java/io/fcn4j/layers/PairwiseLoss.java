package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernel of losses that compare each element of bottom 0 with its target in bottom 1. Forward
 * makes the gradients as well; the targets' gradient is the negative of the predictions'.
 */
final class PairwiseLoss implements Kernel {
  private static final int BLOCK = 1 << 14;

  /** What one kind of loss says of one element. */
  interface Element {
    /** Whether an element with such a target counts; throws if there can be no such target. */
    boolean counts(float target);

    double loss(float prediction, float target);

    /** By the prediction. */
    double gradient(float prediction, float target);
  }

  /** What is kept for backward. */
  private record Kept(Slot gradient, Slot normaliser, Slot factor) {}

  private final Element element;
  private final Normalization normalization;
  private final Shape shape;
  private final @Nullable Kept kept;
  private final float[] predictions = new float[BLOCK];
  private final float[] targets = new float[BLOCK];
  private final float[] scalar = new float[1];
  private final NdOp multiply = NdOp.named("multiply");

  PairwiseLoss(Element element, Normalization normalization, KernelContext context) {
    this.element = element;
    this.normalization = normalization;
    shape = context.bottom();
    kept =
        context.backward()
            ? new Kept(context.kept(shape), context.kept(Shape.of()), context.scratch(Shape.of()))
            : null;
  }

  /** The top's shape; throws unless the bottoms have as many images and elements. */
  static List<Shape> shapes(List<Shape> bottoms) {
    Shape predictions = bottoms.get(0);
    Shape targets = bottoms.get(1);
    if (predictions.rank() == 0
        || targets.rank() == 0
        || predictions.dim(0) != targets.dim(0)
        || predictions.count() != targets.count()) {
      throw new ShapeException(
          """
          targets do not fit the predictions
            predictions  %s
            targets      %s   <- expected %s
          Give one target for every prediction."""
              .formatted(predictions, targets, predictions));
    }
    return List.of(Shape.of());
  }

  @Override
  public void forward(KernelIo io) {
    double loss = 0;
    long valid = 0;
    for (long start = 0; start < shape.count(); start += BLOCK) {
      int length = (int) Math.min(BLOCK, shape.count() - start);
      Host.read(io.bottom(0), start, predictions, length);
      Host.read(io.bottom(1), start, targets, length);
      for (int i = 0; i < length; i++) {
        if (element.counts(targets[i])) {
          loss += element.loss(predictions[i], targets[i]);
          predictions[i] = (float) element.gradient(predictions[i], targets[i]);
          valid++;
        } else {
          predictions[i] = 0;
        }
      }
      if (kept != null) {
        Host.write(predictions, length, io.slot(kept.gradient), start);
      }
    }
    double normaliser = normalization.of(shape.count(), valid, shape.dim(0));
    write((float) (loss / normaliser), io.top());
    if (kept != null) {
      write((float) normaliser, io.slot(kept.normaliser));
    }
  }

  @Override
  public void backward(KernelIo io) {
    if (kept == null) {
      throw new IllegalStateException("this kernel was made for forward only");
    }
    float factor = read(io.topDiff()) / read(io.slot(kept.normaliser));
    propagate(io, kept, 0, factor);
    propagate(io, kept, 1, -factor);
  }

  private void propagate(KernelIo io, Kept from, int bottom, float factor) {
    if (io.wantsBottomDiff(bottom)) {
      write(factor, io.slot(from.factor));
      multiply.run(io.bottomDiff(bottom), io.slot(from.gradient), io.slot(from.factor));
    }
  }

  private float read(INDArray source) {
    Host.read(source, 0, scalar, 1);
    return scalar[0];
  }

  private void write(float value, INDArray target) {
    scalar[0] = value;
    Host.write(scalar, target);
  }
}
