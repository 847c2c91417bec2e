package io.fcn4j.layers;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * The multinomial logistic loss of probabilities, per image: Caffe's MultinomialLogisticLoss. For
 * scores, {@link SoftmaxLoss} is faster and more exact.
 *
 * <pre>{@code
 * loss = -sum of ln(max(p[label], 1e-20)) / N
 * gradient of p[label] = -1 / (N max(p[label], 1e-20)), of all others 0
 * }</pre>
 *
 * <p>Bottoms: probabilities, N x C (every element of an image is a class, whatever the axes);
 * labels, N elements, truncated to integers; no gradient flows to them. Top: the loss, a scalar.
 *
 * <p>Running throws {@link FcnException} for a label that is no class (Caffe reads some other
 * memory).
 */
public record MultinomialLogisticLoss() implements Loss {
  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Labels.requireFit(Labels.perImage(bottoms.get(0)), 1, bottoms.get(1));
    return List.of(Shape.of());
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new LogLikelihood(context);
  }

  private static final class LogLikelihood extends LabelLoss {
    LogLikelihood(KernelContext context) {
      super(context);
    }

    @Override
    double loss(int cell, int length) {
      double total = 0;
      for (int i = 0; i < length; i++) {
        total -= Math.log(probability(labels.at(cell + i), i));
      }
      return total;
    }

    @Override
    void gradient(int cell, int length, double normaliser) {
      for (int c = 0; c < blocks.classes(); c++) {
        float[] row = blocks.row(c);
        for (int i = 0; i < length; i++) {
          row[i] = labels.at(cell + i) == c ? (float) (-1 / (normaliser * probability(c, i))) : 0;
        }
      }
    }

    private float probability(int c, int i) {
      return Math.max(blocks.row(c)[i], Labels.LEAST_PROBABILITY);
    }
  }
}
