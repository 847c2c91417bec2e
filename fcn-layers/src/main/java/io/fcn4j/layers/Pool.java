package io.fcn4j.layers;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.nd4j.NdOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One pooling of bottom 0, into any array: all of the top for Pooling, a part of it for SPP. */
interface Pool {
  /** Overwrites y. */
  void forward(KernelIo io, INDArray y);

  /** Overwrites dx. */
  void backward(KernelIo io, INDArray dx, INDArray dy);

  static Pool max(Window window) {
    NdOp pool = op("maxpool2d", window);
    NdOp pass = op("maxpool2d_bp", window); // finds the maxima again
    return new Pool() {
      @Override
      public void forward(KernelIo io, INDArray y) {
        pool.run(y, io.bottom());
      }

      @Override
      public void backward(KernelIo io, INDArray dx, INDArray dy) {
        pass.run(dx, io.bottom(), dy);
      }
    };
  }

  /** Without oneDNN, whose NCHW pooling is a plain loop, eight times slower on some processors. */
  static NdOp op(String name, Window window) {
    int explicitPads = 0;
    int divideByKernelArea = 1;
    int nchw = 0;
    return NdOp.named(name)
        .ints(window.arguments(explicitPads, divideByKernelArea, nchw))
        .withoutHelpers();
  }

  /** The kernel of a layer that is this pooling and nothing else. */
  default Kernel kernel() {
    return Kernel.of(
        io -> forward(io, io.top()), io -> backward(io, io.bottomDiff(), io.topDiff()));
  }
}
