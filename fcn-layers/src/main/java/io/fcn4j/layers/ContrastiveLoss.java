package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.List;

/**
 * Pulls the features of similar pairs together and pushes those of dissimilar ones apart, up to a
 * margin (Hadsell, Chopra and LeCun 2006): Caffe's ContrastiveLoss.
 *
 * <pre>{@code
 * d = |a - b| of one pair
 * loss = sum of (d^2 if similar, else max(margin - d, 0)^2) / (2 N)
 * gradient of a, similar = (a - b) / N
 * gradient of a, dissimilar = -(margin - d) / (d + 1e-4) (a - b) / N if d < margin, else 0
 * gradient of b = -gradient of a
 * }</pre>
 *
 * <p>The 1e-4, which keeps the gradient of equal features finite, is Caffe's. In the legacy version
 * a dissimilar pair costs max(margin - d^2, 0), whose gradient is -(a - b) / N if d^2 is below the
 * margin.
 *
 * <p>Bottoms: a and b, N x C; y, N elements, a pair is similar if y, truncated to an integer, is
 * not 0. No gradient flows to y. Top: the loss, a scalar. Running throws {@link FcnException} for a
 * y that is not a number.
 *
 * @param margin default 1
 * @param legacyVersion Caffe's {@code legacy_version}; default false
 */
public record ContrastiveLoss(float margin, boolean legacyVersion) implements Loss {
  static final ContrastiveLoss DEFAULT = new ContrastiveLoss(1, false);

  public ContrastiveLoss margin(float margin) {
    return new ContrastiveLoss(margin, legacyVersion);
  }

  /** With the margin between squared distances. */
  public ContrastiveLoss legacy() {
    return new ContrastiveLoss(margin, true);
  }

  @Override
  public Arity arity() {
    return Arity.of(3, 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    Shape a = bottoms.get(0);
    Shape y = bottoms.get(2);
    BottomsDifferException.requireEqual(bottoms.subList(0, 2));
    if (a.rank() < 2 || a.count(2) != 1) {
      throw new ShapeException(
          "found features of shape %s, expected N x C; flatten them first".formatted(a));
    }
    if (y.rank() < 1 || y.dim(0) != a.n() || y.count() != a.n()) {
      throw new ShapeException(
          "found similarities of shape %s for features of %s, expected %d, one for each pair"
              .formatted(y, a, a.n()));
    }
    return List.of(Shape.of());
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return bottom < 2;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new ContrastiveLossKernel(this, context);
  }
}
