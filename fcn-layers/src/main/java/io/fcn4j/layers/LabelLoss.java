package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.util.OptionalInt;

/**
 * The kernel of losses that compare scores (bottom 0) with a label for each cell (bottom 1).
 * Forward makes the gradient as well, block by block, while the scores are at hand. A second top,
 * if there is one, gets what {@link #loss} has turned the scores into.
 */
abstract class LabelLoss implements Kernel {
  final ClassBlocks blocks;
  final Labels labels;
  private final Normalization normalization;
  private final boolean secondTop;
  private final LossGradient gradient;
  private final float[] loss = new float[1];

  /**
   * @param scores how bottom 0 is to be seen
   * @param axis that of the classes
   */
  LabelLoss(
      KernelContext context,
      Shape scores,
      int axis,
      OptionalInt ignoreLabel,
      Normalization normalization) {
    this.normalization = normalization;
    blocks = new ClassBlocks(scores, axis);
    labels = new Labels(blocks.cells(), blocks.classes(), ignoreLabel);
    secondTop = context.tops().size() > 1;
    gradient = new LossGradient(context);
  }

  /** With one label for each image, whose every element is a class' score. */
  LabelLoss(KernelContext context) {
    this(
        context,
        Labels.perImage(context.bottom()),
        1,
        OptionalInt.empty(),
        Normalization.BATCH_SIZE);
  }

  /** Comes before the first block: the place to ignore more labels. */
  void begin(KernelIo io) {}

  /** The sum of the losses of the block at hand, which it may change. */
  abstract double loss(int cell, int length);

  /** Turns the block at hand, as {@link #loss} left it, into gradients over the normaliser. */
  abstract void gradient(int cell, int length, double normaliser);

  @Override
  public void forward(KernelIo io) {
    labels.read(io.bottom(1));
    begin(io);
    double normaliser = normalization.of(blocks.cells(), labels.valid(), blocks.images());
    double total = 0;
    for (int cell = 0; cell < blocks.cells(); cell += blocks.length(cell)) {
      int length = blocks.length(cell);
      blocks.read(io.bottom(), cell);
      total += loss(cell, length);
      if (secondTop) {
        blocks.write(io.top(1), cell);
      }
      if (gradient.isKept()) {
        gradient(cell, length, normaliser);
        blocks.write(gradient.values(io), cell);
      }
    }
    loss[0] = (float) (total / normaliser);
    Host.write(loss, io.top());
  }

  @Override
  public void backward(KernelIo io) {
    gradient.propagate(io, 0);
  }
}
