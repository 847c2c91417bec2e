package io.fcn4j.core;

import java.util.function.Consumer;

/**
 * A layer at work: made once per plan by {@link Layer#kernel}, used by one thread at a time.
 *
 * <p>Forward overwrites every element of every top. Backward overwrites the bottom diffs that are
 * wanted and ADDS to the parameter diffs that are wanted. Neither reads anything but what its
 * {@link KernelIo} offers, and neither creates arrays or native memory after its first run: the
 * arrays behind one {@code KernelIo} never change, so views of them can be made then and kept.
 */
public interface Kernel extends AutoCloseable {
  void forward(KernelIo io);

  void backward(KernelIo io);

  /**
   * Called once before the first run, to bring parameters into a form of the kernel's own; nothing
   * else has memory then.
   */
  default void prepare(KernelParams params) {}

  /**
   * Whether backward looks at {@link KernelIo#isFirstDiff} and overwrites such diffs instead of
   * adding to zeros.
   */
  default boolean overwritesFirstDiffs() {
    return false;
  }

  /** What computes it, for tables of times. */
  default String algorithm() {
    return "nd4j";
  }

  /** Frees what this kernel holds besides what it declared. */
  @Override
  default void close() {}

  static Kernel of(Consumer<KernelIo> forward, Consumer<KernelIo> backward) {
    return new Kernel() {
      @Override
      public void forward(KernelIo io) {
        forward.accept(io);
      }

      @Override
      public void backward(KernelIo io) {
        backward.accept(io);
      }
    };
  }

  /** A kernel of a layer that propagates to no bottom and has no learned parameter. */
  static Kernel forwardOnly(Consumer<KernelIo> forward) {
    return of(
        forward,
        io -> {
          throw new IllegalStateException("this layer has no backward pass");
        });
  }
}
