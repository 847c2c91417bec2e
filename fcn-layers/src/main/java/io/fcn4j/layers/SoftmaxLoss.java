package io.fcn4j.layers;

import static java.util.Objects.requireNonNull;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.NdOp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The multinomial logistic loss of a softmax, summed over cells and divided by a normaliser:
 * Caffe's SoftmaxWithLoss.
 *
 * <pre>{@code
 * loss = -sum over cells of w[label] ln(max(p[label], FLT_MIN)) / normaliser,  p = softmax(scores)
 * gradient of the scores = w[label] (p - onehot(label)) / normaliser
 * }</pre>
 *
 * <p>Bottoms: scores, N x C x H x W with the classes on {@code axis}; labels, N x 1 x H x W (or any
 * shape of as many elements, the first being N), truncated to integers. Tops: the loss, a scalar;
 * if asked for, the probabilities, shaped like the scores, through which no gradient flows.
 *
 * <p>Cells of the label to ignore give neither loss nor gradient. The normaliser counts cells, not
 * weights, as Caffe's InfogainLoss does for a diagonal matrix. Running throws {@link FcnException}
 * for a label that is neither a class nor to be ignored.
 *
 * @param axis the axis of the classes; Caffe's default is 1
 * @param ignoreLabel Caffe's {@code ignore_label}; default none
 * @param normalization default {@link Normalization#VALID}
 * @param classWeights one factor for the loss of each class, or empty for 1
 * @param sampling the probability that a cell counts in {@link Phase#TRAIN}, else it is treated as
 *     ignored (the patch sampling of section 4.3 of the paper); default 1
 * @param probabilities whether there is a second top
 */
public record SoftmaxLoss(
    int axis,
    OptionalInt ignoreLabel,
    Normalization normalization,
    List<Float> classWeights,
    float sampling,
    boolean probabilities)
    implements Layer {
  static final SoftmaxLoss DEFAULT =
      new SoftmaxLoss(1, OptionalInt.empty(), Normalization.VALID, List.of(), 1, false);

  public SoftmaxLoss {
    classWeights = List.copyOf(classWeights);
    if (!(sampling > 0 && sampling <= 1)) {
      throw new FcnException(
          "sampling: found %s, expected a probability above 0".formatted(sampling));
    }
    if (!classWeights.stream().allMatch(w -> w >= 0 && Float.isFinite(w))) {
      throw new FcnException(
          "class weights: found %s, expected finite numbers, none negative"
              .formatted(classWeights));
    }
  }

  /** The axis of the classes; negative values count from the end. */
  public SoftmaxLoss axis(int axis) {
    return new SoftmaxLoss(axis, ignoreLabel, normalization, classWeights, sampling, probabilities);
  }

  /** The label of cells that do not count. */
  public SoftmaxLoss ignore(int label) {
    return new SoftmaxLoss(
        axis, OptionalInt.of(label), normalization, classWeights, sampling, probabilities);
  }

  public SoftmaxLoss normalize(Normalization normalization) {
    return new SoftmaxLoss(axis, ignoreLabel, normalization, classWeights, sampling, probabilities);
  }

  /** One factor for each class. */
  public SoftmaxLoss weights(float... classWeights) {
    List<Float> weights = new ArrayList<>();
    for (float weight : classWeights) {
      weights.add(weight);
    }
    return new SoftmaxLoss(axis, ignoreLabel, normalization, weights, sampling, probabilities);
  }

  /** Lets each cell count with that probability while training. */
  public SoftmaxLoss sampling(float probability) {
    return new SoftmaxLoss(
        axis, ignoreLabel, normalization, classWeights, probability, probabilities);
  }

  /** Adds the probabilities as a second top. */
  public SoftmaxLoss withProbabilities() {
    return new SoftmaxLoss(axis, ignoreLabel, normalization, classWeights, sampling, true);
  }

  @Override
  public String type() {
    return "SoftmaxWithLoss";
  }

  @Override
  public Arity arity() {
    return Arity.of(2, probabilities ? 2 : 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape scores = bottoms.get(0);
    Labels.requireFit(scores, axis, bottoms.get(1));
    if (!classWeights.isEmpty() && classWeights.size() != scores.dim(axis)) {
      throw new ShapeException(
          "found %d class weights for scores of %d classes (%s)"
              .formatted(classWeights.size(), scores.dim(axis), scores));
    }
    return probabilities ? List.of(Shape.of(), scores) : List.of(Shape.of());
  }

  @Override
  public CoordMap coordMap() {
    return probabilities ? CoordMap.IDENTITY : CoordMap.UNDEFINED;
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return bottom == 0;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities capabilities = Capabilities.READS_NOTHING.andMixesBatch();
    return sampling < 1 ? capabilities.andStochastic() : capabilities;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new SoftmaxLossKernel(this, context);
  }

  /** Forward makes the gradient as well, while the probabilities are at hand. */
  private static final class SoftmaxLossKernel implements Kernel {
    private final SoftmaxLoss layer;
    private final boolean samples;
    private final ClassBlocks blocks;
    private final Labels labels;
    private final @Nullable Slot gradient;
    private final float[] scale;
    private final float[] loss = new float[1];
    private final NdOp multiply = NdOp.named("multiply");

    SoftmaxLossKernel(SoftmaxLoss layer, KernelContext context) {
      this.layer = layer;
      samples = layer.sampling < 1 && context.phase() == Phase.TRAIN;
      blocks = new ClassBlocks(context.bottom(), layer.axis);
      labels = new Labels(blocks.cells(), blocks.classes(), layer.ignoreLabel);
      gradient = context.backward() ? context.kept(context.bottom()) : null;
      scale = new float[blocks.row(0).length];
    }

    @Override
    public void forward(KernelIo io) {
      labels.read(io.bottom(1));
      if (samples) {
        labels.sample(io.random(), layer.sampling);
      }
      double normaliser = layer.normalization.of(blocks.cells(), labels.valid(), blocks.images());
      double total = 0;
      for (int cell = 0; cell < blocks.cells(); cell += blocks.length(cell)) {
        int length = blocks.length(cell);
        blocks.read(io.bottom(), cell);
        blocks.softmax(length);
        if (layer.probabilities) {
          blocks.write(io.top(1), cell);
        }
        total += loss(cell, length);
        if (gradient != null) {
          gradient(cell, length, normaliser);
          blocks.write(io.slot(gradient), cell);
        }
      }
      loss[0] = (float) (total / normaliser);
      Host.write(loss, io.top());
    }

    private double loss(int cell, int length) {
      double total = 0;
      for (int i = 0; i < length; i++) {
        int label = labels.at(cell + i);
        if (label != Labels.IGNORED) {
          float p = blocks.row(label)[i];
          total -= weight(label) * Math.log(Math.max(p, Float.MIN_NORMAL));
        }
      }
      return total;
    }

    /** Turns probabilities into gradients. */
    private void gradient(int cell, int length, double normaliser) {
      for (int i = 0; i < length; i++) {
        int label = labels.at(cell + i);
        scale[i] = label == Labels.IGNORED ? 0 : (float) (weight(label) / normaliser);
        if (label != Labels.IGNORED) {
          blocks.row(label)[i] -= 1;
        }
      }
      for (int c = 0; c < blocks.classes(); c++) {
        float[] row = blocks.row(c);
        for (int i = 0; i < length; i++) {
          // What is ignored is zero even where a score is not finite.
          row[i] = scale[i] == 0 ? 0 : row[i] * scale[i];
        }
      }
    }

    private float weight(int label) {
      return layer.classWeights.isEmpty() ? 1 : layer.classWeights.get(label);
    }

    @Override
    public void backward(KernelIo io) {
      if (io.wantsBottomDiff(0)) {
        multiply.run(io.bottomDiff(), io.slot(requireNonNull(gradient)), io.topDiff());
      }
    }
  }
}
