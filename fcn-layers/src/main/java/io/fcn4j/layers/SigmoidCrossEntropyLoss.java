package io.fcn4j.layers;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import java.util.List;
import java.util.OptionalInt;

/**
 * The cross-entropy of independent probabilities, summed over elements and divided by a normaliser:
 * Caffe's SigmoidCrossEntropyLoss.
 *
 * <pre>{@code
 * loss = -sum of (t ln p + (1 - t) ln(1 - p)) / normaliser,  p = 1 / (1 + exp(-x))
 * gradient of x = (p - t) / normaliser
 * }</pre>
 *
 * <p>Bottoms: scores x; targets t between 0 and 1, N images and as many elements. Top: the loss, a
 * scalar. The cells that {@link Normalization} counts are elements here.
 *
 * <p>Elements whose target, truncated to an integer, is the label to ignore give neither loss nor
 * gradient. Running throws {@link FcnException} for a target that is neither between 0 and 1 nor to
 * be ignored.
 *
 * @param ignoreLabel Caffe's {@code ignore_label}; default none
 * @param normalization default {@link Normalization#BATCH_SIZE}
 */
public record SigmoidCrossEntropyLoss(OptionalInt ignoreLabel, Normalization normalization)
    implements Loss {
  static final SigmoidCrossEntropyLoss DEFAULT =
      new SigmoidCrossEntropyLoss(OptionalInt.empty(), Normalization.BATCH_SIZE);

  /** The target of elements that do not count. */
  public SigmoidCrossEntropyLoss ignore(int label) {
    return new SigmoidCrossEntropyLoss(OptionalInt.of(label), normalization);
  }

  public SigmoidCrossEntropyLoss normalize(Normalization normalization) {
    return new SigmoidCrossEntropyLoss(ignoreLabel, normalization);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return PairwiseLoss.shapes(bottoms);
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new PairwiseLoss(new CrossEntropy(ignoreLabel), normalization, context);
  }

  private record CrossEntropy(OptionalInt ignoreLabel) implements PairwiseLoss.Element {
    @Override
    public boolean counts(float target) {
      if (ignoreLabel.isPresent()
          && (int) target == ignoreLabel.getAsInt()
          && !Float.isNaN(target)) {
        return false;
      }
      if (!(target >= 0 && target <= 1)) {
        throw new FcnException(
            "found target %s, expected a probability between 0 and 1%s%n"
                    .formatted(
                        target,
                        ignoreLabel.isPresent()
                            ? ", or " + ignoreLabel.getAsInt() + " to ignore"
                            : "")
                + "Scale the targets (a mask of 0 and 255 by 1/255),"
                + " or set ignore(...) for the value of elements without one.");
      }
      return true;
    }

    /** Of the two equal forms of the loss, the one whose exponential cannot overflow. */
    @Override
    public double loss(float score, float target) {
      return Math.max(score, 0) - (double) score * target + Math.log1p(Math.exp(-Math.abs(score)));
    }

    @Override
    public double gradient(float score, float target) {
      return 1 / (1 + Math.exp(-score)) - target;
    }
  }
}
