package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The information gain loss of a softmax, which values every class by what the label is: Caffe's
 * InfogainLoss.
 *
 * <pre>{@code
 * loss = -sum over cells, classes c of H[label][c] ln(max(p[c], 1e-20)) / normaliser
 * gradient of the scores = (p[c] (sum of row H[label]) - H[label][c]) / normaliser
 * p = softmax(scores)
 * }</pre>
 *
 * <p>Bottoms: scores, N x C x H x W with the classes on {@code axis}; labels as of {@link
 * SoftmaxLoss}; if the record has no matrix, the matrix, C x C or any shape of as many elements.
 * Gradients flow to the scores alone. Tops: the loss, a scalar; if asked for, the probabilities,
 * shaped like the scores, through which no gradient flows.
 *
 * <p>Cells of the label to ignore give neither loss nor gradient. With the identity as H this is
 * SoftmaxWithLoss but for the least probability. Running throws {@link FcnException} for a label
 * that is neither a class nor to be ignored (Caffe reads some other memory).
 *
 * @param axis the axis of the classes; Caffe's default is 1
 * @param ignoreLabel Caffe's {@code ignore_label}; default none
 * @param normalization default {@link Normalization#VALID}
 * @param matrix H, Caffe's {@code source}; empty if it is bottom 2
 * @param probabilities whether there is a second top
 */
public record InfogainLoss(
    int axis,
    OptionalInt ignoreLabel,
    Normalization normalization,
    Optional<InfogainMatrix> matrix,
    boolean probabilities)
    implements Loss {
  static final InfogainLoss BY_BOTTOM =
      new InfogainLoss(1, OptionalInt.empty(), Normalization.VALID, Optional.empty(), false);

  /** The axis of the classes; negative values count from the end. */
  public InfogainLoss axis(int axis) {
    return new InfogainLoss(axis, ignoreLabel, normalization, matrix, probabilities);
  }

  /** The label of cells that do not count. */
  public InfogainLoss ignore(int label) {
    return new InfogainLoss(axis, OptionalInt.of(label), normalization, matrix, probabilities);
  }

  public InfogainLoss normalize(Normalization normalization) {
    return new InfogainLoss(axis, ignoreLabel, normalization, matrix, probabilities);
  }

  /** With a matrix that does not change. */
  public InfogainLoss matrix(InfogainMatrix matrix) {
    return new InfogainLoss(axis, ignoreLabel, normalization, Optional.of(matrix), probabilities);
  }

  /** Adds the probabilities as a second top. */
  public InfogainLoss withProbabilities() {
    return new InfogainLoss(axis, ignoreLabel, normalization, matrix, true);
  }

  @Override
  public Arity arity() {
    return Arity.of(matrix.isPresent() ? 2 : 3, probabilities ? 2 : 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape scores = bottoms.get(0);
    Labels.requireFit(scores, axis, bottoms.get(1));
    long classes = scores.dim(axis);
    Shape gains =
        matrix.map(m -> Shape.of(m.classes(), m.classes())).orElseGet(() -> bottoms.get(2));
    if (gains.count() != classes * classes) {
      throw new ShapeException(
          "found an infogain matrix of %s, expected %dx%d for scores of %d classes (%s)"
              .formatted(gains, classes, classes, classes, scores));
    }
    return probabilities ? List.of(Shape.of(), scores) : List.of(Shape.of());
  }

  @Override
  public CoordMap coordMap() {
    return probabilities ? CoordMap.IDENTITY : CoordMap.UNDEFINED;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new InfogainLossKernel(this, context);
  }
}
