package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * Half the squared distance of two blobs, per image: Caffe's EuclideanLoss.
 *
 * <pre>{@code
 * loss = sum of (a - b)^2 / (2 N)
 * gradient of a = (a - b) / N, gradient of b = (b - a) / N
 * }</pre>
 *
 * <p>Bottoms: two blobs of N images and as many elements; gradients flow to both. Top: the loss, a
 * scalar.
 */
public record EuclideanLoss() implements Loss {
  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return PairwiseLoss.shapes(bottoms);
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return true;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new PairwiseLoss(new SquaredDistance(), Normalization.BATCH_SIZE, context);
  }

  private record SquaredDistance() implements PairwiseLoss.Element {
    @Override
    public boolean counts(float target) {
      return true;
    }

    @Override
    public double loss(float prediction, float target) {
      double distance = (double) prediction - target;
      return distance * distance / 2;
    }

    @Override
    public double gradient(float prediction, float target) {
      return (double) prediction - target;
    }
  }
}
