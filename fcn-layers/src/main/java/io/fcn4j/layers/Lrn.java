package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.Slot;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Local response normalization (Krizhevsky et al. 2012, section 3.3):
 *
 * <pre>
 * y = x / s^beta,   s = k + alpha mean(x^2)
 * dx = dy / s^beta - 2 alpha beta x mean(dy y / s)
 * </pre>
 *
 * where the mean is over {@code localSize} channels around each cell, or over localSize x localSize
 * cells of the same channel; beyond the borders are zeros, which count.
 *
 * <p>Shapes: N x C x H x W, kept. Caffe type LRN; local_size 5, alpha 1, beta 0.75, k 1,
 * ACROSS_CHANNELS. Within channels Caffe ignores k and has 1. Throws {@link ShapeException} for an
 * even size.
 *
 * @param region Caffe's norm_region
 */
public record Lrn(int localSize, float alpha, float beta, float k, Region region)
    implements UnaryLayer {
  /** Where the neighbours are that a value is normalized by. */
  public enum Region {
    ACROSS_CHANNELS,
    WITHIN_CHANNEL
  }

  public static final Lrn DEFAULT = new Lrn(5, 1f, 0.75f, 1f, Region.ACROSS_CHANNELS);

  public Lrn localSize(int size) {
    return new Lrn(size, alpha, beta, k, region);
  }

  public Lrn alpha(float alpha) {
    return new Lrn(localSize, alpha, beta, k, region);
  }

  public Lrn beta(float beta) {
    return new Lrn(localSize, alpha, beta, k, region);
  }

  public Lrn k(float k) {
    return new Lrn(localSize, alpha, beta, k, region);
  }

  public Lrn withinChannel() {
    return new Lrn(localSize, alpha, beta, k, Region.WITHIN_CHANNEL);
  }

  @Override
  public String type() {
    return "LRN";
  }

  @Override
  public Shape shape(Shape x) {
    Window.requireImage(x);
    if (localSize < 1 || localSize % 2 == 0) {
      throw new ShapeException("found local size " + localSize + ", expected an odd number");
    }
    return x;
  }

  @Override
  public Locality locality(Phase phase) {
    return region == Region.ACROSS_CHANNELS ? Locality.CELL : Locality.ANY;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  @Override
  public Kernel kernel(KernelContext c) {
    return new Normalizer(c);
  }

  private final class Normalizer implements Kernel {
    private final Slot scale;
    private final Slot products;
    private final Slot means;
    private final NdOp forwardMean;
    private final NdOp backwardMean;
    private final NdOp power = NdOp.named("Pow");
    private final INDArray exponent = Nd4j.scalar(-beta);
    private final double shift;
    private final Views.Of<INDArray> pooled;

    Normalizer(KernelContext c) {
      Shape x = c.bottom();
      scale = c.kept(x);
      products = c.backwardScratch(x);
      means = c.backwardScratch(x);
      int pad = localSize / 2;
      boolean across = region == Region.ACROSS_CHANNELS;
      shift = across ? k : 1;
      // Both regions are pooling windows, the one on images whose rows are the channels.
      Window window =
          across
              ? Window.CELL.kernel(localSize, 1).pad(pad, 0)
              : Window.CELL.kernel(localSize, localSize).pad(pad, pad);
      Shape view = across ? Shape.of(x.n(), 1, x.c(), x.count(2)) : x;
      forwardMean = Pool.op("avgpool2d", window);
      backwardMean = Pool.op("avgpool2d", window);
      pooled = new Views.Of<>(array -> Views.reshape(array, view.dims()));
    }

    @Override
    public void forward(KernelIo io) {
      INDArray x = io.bottom();
      INDArray y = io.top();
      INDArray s = io.slot(scale);
      x.muli(x, y);
      forwardMean.run(pooled.of(s), pooled.of(y));
      s.muli(alpha).addi(shift);
      power.run(y, s, exponent);
      y.muli(x);
    }

    @Override
    public void backward(KernelIo io) {
      INDArray x = io.bottom();
      INDArray dx = io.bottomDiff();
      INDArray s = io.slot(scale);
      INDArray product = io.slot(products);
      INDArray mean = io.slot(means);
      power.run(dx, s, exponent);
      dx.muli(io.topDiff());
      dx.muli(x, product).divi(s);
      backwardMean.run(pooled.of(mean), pooled.of(product));
      mean.muli(x).muli(2.0 * alpha * beta);
      dx.subi(mean);
    }
  }
}
