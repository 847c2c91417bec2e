package io.fcn4j.onednn;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelIo;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
