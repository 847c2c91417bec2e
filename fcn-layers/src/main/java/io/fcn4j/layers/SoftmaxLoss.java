package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

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
    implements Loss {
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
  public Capabilities capabilities() {
    Capabilities capabilities = Loss.super.capabilities();
    return sampling < 1 ? capabilities.andStochastic() : capabilities;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new SoftmaxLossKernel(this, context);
  }
}
