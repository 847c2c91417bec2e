package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelIo;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A kernel of primitives. What they are is decided when it is made, so that their memory is known;
 * they are compiled and bound to their arrays at the first run.
 */
abstract class DnnKernel implements Kernel {
  final Natives natives = new Natives();
  private @Nullable Consumer<KernelIo> forward;
  private @Nullable Consumer<KernelIo> backward;

  abstract Consumer<KernelIo> bindForward(KernelIo io);

  abstract Consumer<KernelIo> bindBackward(KernelIo io);

  /** A compiled copy from one array into another, each seen as a descriptor says. */
  final Primitive copy(
      dnnl_memory_desc from, INDArray source, dnnl_memory_desc to, INDArray target) {
    return natives
        .primitive(Reorders.copy(natives, from, to))
        .with(DNNL_ARG_FROM, natives.memory(from, source))
        .with(DNNL_ARG_TO, natives.memory(to, target));
  }

  /** Sets an array to zero. */
  static void clear(INDArray array) {
    Pointer.memset(array.data().addressPointer(), 0, array.length() * Float.BYTES);
  }

  @Override
  public final void forward(KernelIo io) {
    if (forward == null) {
      forward = bindForward(io);
    }
    forward.accept(io);
  }

  @Override
  public final void backward(KernelIo io) {
    if (backward == null) {
      backward = bindBackward(io);
    }
    backward.accept(io);
  }

  @Override
  public void close() {
    natives.close();
  }
}
