package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Window;

/**
 * A convolution with a wide window and many channels, such as fc6, by minimal filtering and
 * products of matrices; forward only. Both images have their channels last.
 */
record DnnWideConvolution(Convolution layer, Format in, Format out, boolean relu)
    implements Lowered {
  private static final int MIN_TAPS = 5;

  /** Of fewer, the products are too small, or the transforms cost what they save. */
  private static final long CHANNELS = 128;

  /** Tiles of 2x2 cells; for fewer, reading the larger weights takes longer than the products. */
  private static final long TILES = 24;

  /** Whether it is faster than a direct convolution. */
  static boolean pays(Convolution layer, Shape bottom, Shape top) {
    Window window = layer.window();
    int taps = window.y().kernel();
    long tiles = top.n() * ((top.h() + 1) / 2) * ((top.w() + 1) / 2);
    return window.x().kernel() == taps
        && taps >= MIN_TAPS
        && taps <= ToomCook.MAX_TAPS
        && window.equals(Window.CELL.kernel(taps, taps).pad(window.y().pad(), window.x().pad()))
        && layer.group() == 1
        && bottom.c() >= CHANNELS
        && top.c() >= CHANNELS
        && tiles >= TILES;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new WideKernel(this, context);
  }
}
