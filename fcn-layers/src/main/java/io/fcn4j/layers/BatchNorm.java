package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalization (Ioffe and Szegedy 2015) without scale and shift, which are a Scale layer in
 * Caffe. Per channel, over images and cells,
 *
 * <pre>
 * y = (x - mean) / sqrt(variance + eps)
 * dx = (dy - mean(dy) - y mean(dy y)) / sqrt(variance + eps)
 * </pre>
 *
 * <p>Statistics are those of the batch in TRAIN and the stored ones in TEST, unless {@code
 * statistics} says otherwise; with stored ones dx = dy / sqrt(variance + eps). In TRAIN those of
 * the batch are added to the stored ones, which decay by movingAverageFraction before: three
 * parameters that are not learned, mean C, variance C (of m values as m / (m - 1) times the
 * batch's), and the number 1 that grew in the same way, by which the others are divided.
 *
 * <p>Shapes: N x C x ..., kept. Caffe type BatchNorm; moving_average_fraction 0.999, eps 1e-5.
 * Throws {@link ShapeException} for a bottom of one axis.
 */
public record BatchNorm(float movingAverageFraction, float eps, Statistics statistics)
    implements UnaryLayer {
  /** Caffe's use_global_stats: not given, false, true. */
  public enum Statistics {
    BY_PHASE,
    OF_BATCH,
    STORED
  }

  public static final BatchNorm DEFAULT = new BatchNorm(0.999f, 1e-5f, Statistics.BY_PHASE);

  public BatchNorm movingAverageFraction(float fraction) {
    return new BatchNorm(fraction, eps, statistics);
  }

  public BatchNorm eps(float eps) {
    return new BatchNorm(movingAverageFraction, eps, statistics);
  }

  public BatchNorm statistics(Statistics statistics) {
    return new BatchNorm(movingAverageFraction, eps, statistics);
  }

  @Override
  public Shape shape(Shape x) {
    if (x.rank() < 2) {
      throw new ShapeException("found a bottom of shape " + x + ", expected N x C x ...");
    }
    return x;
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    Shape channels = Shape.of(bottoms.get(0).c());
    return List.of(
        ParamSpec.state("mean", channels, Filler.zeros()),
        ParamSpec.state("variance", channels, Filler.zeros()),
        ParamSpec.state("scale_factor", Shape.of(1), Filler.zeros()));
  }

  @Override
  public Capabilities capabilities() {
    return statistics == Statistics.STORED
        ? Capabilities.READS_NOTHING.andInPlace()
        : Capabilities.READS_TOPS.andInPlace().andMixesBatch();
  }

  @Override
  public Kernel kernel(KernelContext c) {
    boolean stored =
        statistics == Statistics.STORED
            || (statistics == Statistics.BY_PHASE && c.phase() == Phase.TEST);
    return new Normalizer(c, stored);
  }

  private final class Normalizer implements Kernel {
    private final boolean stored;
    private final boolean accumulates;
    private final Standardization standardization;
    private final NdOp power = NdOp.named("Pow");
    private final INDArray exponent = Nd4j.scalar(-0.5f);

    Normalizer(KernelContext c, boolean stored) {
      Shape x = c.bottom();
      this.stored = stored;
      accumulates = !stored && c.phase() == Phase.TRAIN;
      standardization = new Standardization(c, Shape.of(x.n(), x.c(), x.count(2)), !stored);
    }

    @Override
    public void forward(KernelIo io) {
      INDArray y = io.top();
      INDArray mean = standardization.mean(io);
      INDArray variance = standardization.scale(io);
      if (stored) {
        float factor = io.param(2).getFloat(0);
        double scale = factor == 0 ? 0 : 1 / factor;
        io.param(0).muli(scale, mean);
        io.param(1).muli(scale, variance);
      } else {
        standardization.meanOf(io, io.bottom());
      }
      standardization.center(io, y, io.bottom());
      if (!stored) {
        standardization.meanSquareOf(io, y);
      }
      if (accumulates) {
        accumulate(io, mean, variance);
      }
      power.run(variance, variance.addi(eps), exponent);
      standardization.rescale(io, y, y);
    }

    private void accumulate(KernelIo io, INDArray mean, INDArray variance) {
      double values = standardization.values();
      io.param(0).muli(movingAverageFraction).addi(mean);
      variance.muli(values > 1 ? values / (values - 1) : 1, mean);
      io.param(1).muli(movingAverageFraction).addi(mean);
      io.param(2).muli(movingAverageFraction).addi(1f);
    }

    @Override
    public void backward(KernelIo io) {
      if (stored) {
        standardization.rescale(io, io.bottomDiff(), io.topDiff());
      } else {
        standardization.backward(io, io.bottomDiff(), io.topDiff(), io.top());
      }
    }
  }
}
