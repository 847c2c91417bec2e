package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution or deconvolution without bias by ND4J's own ops, behind which are oneDNN or cuDNN.
 * They know no groups, so each group is a call on slices of channels.
 */
final class ConvOps implements Kernel {
  private final NdOp forward;
  private final NdOp backwardData;
  private final NdOp backwardBoth;
  private final Slot weightDiff;
  private final Slot unwantedDiff;
  private final Views.Of<INDArray[]> channels;
  private final Views.Of<INDArray[]> weights;

  private ConvOps(
      KernelContext c, Window window, int group, Shape weight, String op, String transposed) {
    forward = op(op, window);
    backwardData = op(transposed, window);
    backwardBoth = op(op + "_bp", window);
    weightDiff = c.backwardScratch(weight);
    unwantedDiff = c.backwardScratch(c.bottom());
    channels = Cuts.along(1, group);
    weights = Cuts.along(0, group);
  }

  static ConvOps convolution(KernelContext c, Window window, int group, Shape weight) {
    return new ConvOps(c, window, group, weight, "conv2d", "deconv2d");
  }

  static ConvOps deconvolution(KernelContext c, Window window, int group, Shape weight) {
    return new ConvOps(c, window, group, weight, "deconv2d", "conv2d");
  }

  private static NdOp op(String name, Window window) {
    int explicitPads = 0;
    int nchw = 0;
    int caffesWeights = 1;
    return NdOp.named(name).ints(window.arguments(explicitPads, nchw, caffesWeights));
  }

  @Override
  public void forward(KernelIo io) {
    INDArray[] x = channels.of(io.bottom());
    INDArray[] w = weights.of(io.param(0));
    INDArray[] y = channels.of(io.top());
    for (int g = 0; g < x.length; g++) {
      forward.run(y[g], x[g], w[g]);
    }
  }

  @Override
  public void backward(KernelIo io) {
    if (io.wantsParamDiff(0)) {
      // No op makes the diff of the weights alone, and this one overwrites it.
      INDArray dw = io.slot(weightDiff);
      backwardBoth(io, io.wantsBottomDiff(0) ? io.bottomDiff() : io.slot(unwantedDiff), dw);
      io.paramDiff(0).addi(dw);
    } else if (io.wantsBottomDiff(0)) {
      backwardData(io);
    }
  }

  private void backwardBoth(KernelIo io, INDArray bottomDiff, INDArray weightDiff) {
    INDArray[] x = channels.of(io.bottom());
    INDArray[] w = weights.of(io.param(0));
    INDArray[] dy = channels.of(io.topDiff());
    INDArray[] dx = channels.of(bottomDiff);
    INDArray[] dw = weights.of(weightDiff);
    for (int g = 0; g < x.length; g++) {
      backwardBoth.run(new INDArray[] {dx[g], dw[g]}, x[g], w[g], dy[g]);
    }
  }

  private void backwardData(KernelIo io) {
    INDArray[] w = weights.of(io.param(0));
    INDArray[] dy = channels.of(io.topDiff());
    INDArray[] dx = channels.of(io.bottomDiff());
    for (int g = 0; g < w.length; g++) {
      backwardData.run(dx[g], dy[g], w[g]);
    }
  }
}
