package io.fcn4j.layers;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Locality;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.NdOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * In {@link Phase#TRAIN}, {@code y = x * mask / (1 - ratio)} with a mask of independent zeros (with
 * probability {@code ratio}) and ones; in {@link Phase#TEST}, {@code y = x}: Caffe's Dropout
 * (Srivastava et al. 2014).
 *
 * <p>Shapes: x and y equal, any rank.
 *
 * @param ratio Caffe's {@code dropout_ratio}; default 0.5
 */
public record Dropout(float ratio) implements SameShapeLayer {
  public Dropout {
    if (!(ratio >= 0 && ratio < 1)) {
      throw new FcnException(
          "dropout ratio: found %s, expected at least 0 and below 1".formatted(ratio));
    }
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING.andInPlace().andStochastic();
  }

  @Override
  public Locality locality(Phase phase) {
    return phase == Phase.TRAIN ? Locality.ANY : Locality.CELL;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return context.phase() == Phase.TRAIN
        ? new MaskKernel(ratio, context)
        : new PassThrough(context);
  }

  private static final class MaskKernel implements Kernel {
    private static final int CHUNK = 1 << 16;

    private final long threshold;
    private final int scaleBits;
    private final Slot mask;
    private final float[] chunk;
    private final NdOp forward = NdOp.named("multiply");
    private final NdOp backward = NdOp.named("multiply");

    MaskKernel(float ratio, KernelContext context) {
      threshold = (long) Math.ceil(ratio * 0x1p24);
      scaleBits = Float.floatToRawIntBits((float) (1 / (1.0 - ratio)));
      mask = context.kept(context.bottom());
      chunk = new float[(int) Math.min(CHUNK, context.bottom().count())];
    }

    @Override
    public void forward(KernelIo io) {
      draw(io.random(), io.slot(mask));
      forward.run(io.top(), io.bottom(), io.slot(mask));
    }

    @Override
    public void backward(KernelIo io) {
      backward.run(io.bottomDiff(), io.topDiff(), io.slot(mask));
    }

    /** The scale where {@code random.uniform(i) >= ratio}, else 0. */
    private void draw(CounterRandom random, INDArray target) {
      for (long start = 0; start < target.length(); start += chunk.length) {
        int length = (int) Math.min(chunk.length, target.length() - start);
        for (int i = 0; i < length; i++) {
          // A branch would be mispredicted every other time; this is five times as fast.
          long below = ((random.bits(start + i) >>> 40) - threshold) >> 63;
          chunk[i] = Float.intBitsToFloat(scaleBits & (int) ~below);
        }
        Host.write(chunk, length, target, start);
      }
    }
  }
}
