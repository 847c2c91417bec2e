package io.fcn4j.core;

import io.fcn4j.core.nd4j.Host;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Caffe's initial values of a parameter. fan_in is count / shape[0], fan_out is count / shape[1];
 * the scale of {@link Xavier} and {@link Msra} divides by fan_in, fan_out or their mean.
 */
public sealed interface Filler {
  /** Overwrites a parameter; the same random stream gives the same bits on every machine. */
  void fill(INDArray target, CounterRandom random);

  static Filler constant(float value) {
    return new Constant(value);
  }

  static Filler zeros() {
    return constant(0);
  }

  static Filler gaussian(float std) {
    return new Gaussian(0, std);
  }

  /** Gaussian with so many values, on average, that are not 0 for every output (shape[0]). */
  static Filler sparseGaussian(float mean, float std, int sparse) {
    return new SparseGaussian(mean, std, sparse);
  }

  /** Uniform in [0, 1), each output's values (along shape[0]) scaled to a sum of 1. */
  static Filler positiveUnitBall() {
    return new PositiveUnitBall();
  }

  static Filler uniform(float min, float max) {
    return new Uniform(min, max);
  }

  static Filler xavier() {
    return xavier(VarianceNorm.FAN_IN);
  }

  static Filler xavier(VarianceNorm norm) {
    return new Xavier(norm);
  }

  static Filler msra() {
    return msra(VarianceNorm.FAN_IN);
  }

  static Filler msra(VarianceNorm norm) {
    return new Msra(norm);
  }

  /** For upsampling at any group: from every channel to itself. */
  static Filler bilinear() {
    return new Bilinear(true);
  }

  /** What the variance of {@link Xavier} and {@link Msra} is divided by. */
  enum VarianceNorm {
    FAN_IN,
    FAN_OUT,
    AVERAGE;

    double of(INDArray target) {
      double count = target.length();
      double fanIn = target.rank() > 0 ? count / target.size(0) : count;
      double fanOut = target.rank() > 1 ? count / target.size(1) : count;
      return switch (this) {
        case FAN_IN -> fanIn;
        case FAN_OUT -> fanOut;
        case AVERAGE -> (fanIn + fanOut) / 2;
      };
    }
  }

  record Constant(float value) implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      target.assign(value);
    }
  }

  record Uniform(float min, float max) implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      float range = max - min;
      Host.fill(target, i -> min + range * random.uniform(i));
    }
  }

  record Gaussian(float mean, float std) implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      Host.fill(target, i -> mean + std * random.gaussian(i));
    }
  }

  /** Each value is kept with probability {@code sparse / shape[0]}, and else 0. */
  record SparseGaussian(float mean, float std, int sparse) implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      CounterRandom mask = random.stream("sparse");
      double keep = target.rank() > 0 ? (double) sparse / target.size(0) : 1;
      Host.fill(target, i -> mask.uniform(i) < keep ? mean + std * random.gaussian(i) : 0);
    }
  }

  /** Rows of numbers from 0 to 1 that sum to 1. */
  record PositiveUnitBall() implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      int outputs = target.rank() > 0 ? Math.toIntExact(target.size(0)) : 1;
      long length = target.length() / outputs;
      double[] sums = new double[outputs];
      for (long i = 0; i < target.length(); i++) {
        sums[(int) (i / length)] += random.uniform(i);
      }
      Host.fill(target, i -> (float) (random.uniform(i) / sums[(int) (i / length)]));
    }
  }

  /** Uniform in +-sqrt(3 / n) (Glorot and Bengio 2010). */
  record Xavier(VarianceNorm norm) implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      float bound = (float) Math.sqrt(3 / norm.of(target));
      new Uniform(-bound, bound).fill(target, random);
    }
  }

  /** Normal with variance 2 / n (He et al. 2015), for nets of ReLUs. */
  record Msra(VarianceNorm norm) implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      new Gaussian(0, (float) Math.sqrt(2 / norm.of(target))).fill(target, random);
    }
  }

  /**
   * Bilinear interpolation (section 3.3 of the paper) for a square Deconvolution kernel. With
   * {@code diagonal} only the slices that lead from a channel to itself are filled, which is what
   * upsampling needs at any group; without it every slice is, as Caffe's own filler does, which is
   * right only if every channel is a group.
   */
  record Bilinear(boolean diagonal) implements Filler {
    @Override
    public void fill(INDArray target, CounterRandom random) {
      long size = target.rank() == 4 ? target.size(3) : 0;
      if (target.rank() != 4 || target.size(2) != size) {
        throw new ShapeException(
            "bilinear filler: found "
                + Shape.of(target.shape())
                + ", expected a 4-D parameter with square kernels");
      }
      long channels = target.size(1);
      int factor = (int) ((size + 1) / 2);
      double centre = (2 * factor - 1 - (size % 2 == 1 ? 1 : 0)) / 2.0;
      Host.fill(
          target,
          i -> {
            long slice = i / (size * size);
            if (diagonal && slice / channels % channels != slice % channels) {
              return 0;
            }
            double x = 1 - Math.abs(i % size - centre) / factor;
            double y = 1 - Math.abs(i / size % size - centre) / factor;
            return (float) (x * y);
          });
    }
  }
}
