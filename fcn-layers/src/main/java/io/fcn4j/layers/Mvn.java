package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.NdOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean-variance normalization of each channel of each image, or of each image:
 *
 * <pre>
 * y = (x - mean) / (sqrt(mean((x - mean)^2)) + eps)
 * dx = (dy - mean(dy) - y mean(dy y)) / (sqrt(mean((x - mean)^2)) + eps)
 * </pre>
 *
 * or, without the variance, y = x - mean and dx = dy - mean(dy). The gradient is Caffe's, which
 * forgets eps where the root is derived: it is that of y only if eps is small beside the root.
 *
 * <p>Shapes: N x C x ..., kept (Caffe makes it four axes). Caffe type MVN; normalize_variance true,
 * across_channels false, eps 1e-9. Throws {@link ShapeException} for a bottom of one axis.
 *
 * @param normalizeVariance whether to divide by the deviation, or only to subtract the mean
 * @param acrossChannels whether mean and variance are those of an image
 */
public record Mvn(boolean normalizeVariance, boolean acrossChannels, float eps)
    implements UnaryLayer {
  static final Mvn DEFAULT = new Mvn(true, false, 1e-9f);

  /** Only subtracts the mean. */
  public Mvn meanOnly() {
    return new Mvn(false, acrossChannels, eps);
  }

  /** With one mean and one variance for each image. */
  public Mvn perImage() {
    return new Mvn(normalizeVariance, true, eps);
  }

  public Mvn eps(float eps) {
    return new Mvn(normalizeVariance, acrossChannels, eps);
  }

  @Override
  public String type() {
    return "MVN";
  }

  @Override
  public Shape shape(Shape x) {
    if (x.rank() < 2) {
      throw new ShapeException("found a bottom of shape " + x + ", expected N x C x ...");
    }
    return x;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities reads = normalizeVariance ? Capabilities.READS_TOPS : Capabilities.READS_NOTHING;
    return reads.andInPlace();
  }

  @Override
  public Kernel kernel(KernelContext c) {
    long groups = c.bottom().count(0, acrossChannels ? 1 : 2);
    Shape blocks = Shape.of(1, groups, c.bottom().count() / groups);
    Standardization standardization = new Standardization(c, blocks, normalizeVariance);
    return normalizeVariance ? byDeviation(standardization) : byMean(standardization);
  }

  private static Kernel byMean(Standardization standardization) {
    return Kernel.of(
        io -> center(standardization, io, io.top(), io.bottom()),
        io -> center(standardization, io, io.bottomDiff(), io.topDiff()));
  }

  private static void center(Standardization s, KernelIo io, INDArray y, INDArray x) {
    s.meanOf(io, x);
    s.center(io, y, x);
  }

  private Kernel byDeviation(Standardization standardization) {
    NdOp power = NdOp.named("Pow");
    INDArray exponent = Nd4j.scalar(0.5f);
    return Kernel.of(
        io -> {
          INDArray y = io.top();
          center(standardization, io, y, io.bottom());
          INDArray scale = standardization.meanSquareOf(io, y);
          power.run(scale, scale, exponent);
          scale.addi(eps).rdivi(1f);
          standardization.rescale(io, y, y);
        },
        io -> standardization.backward(io, io.bottomDiff(), io.topDiff(), io.top()));
  }
}
