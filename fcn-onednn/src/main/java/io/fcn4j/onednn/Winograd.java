package io.fcn4j.onednn;

import io.fcn4j.core.Shape;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Window;

/** Where Winograd's minimal filtering is worth asking for. */
final class Winograd {
  /** Of fewer channels a product of matrices is too small. */
  private static final long CHANNELS = 16;

  /** Of fewer tiles of 4x4 cells the transformed weights, four times as large, cost more. */
  private static final long TILES = 16;

  private static final Window.Axis AXIS = new Window.Axis(3, 1, 0, 1);

  private Winograd() {}

  static boolean pays(Convolution layer, Shape bottom) {
    long h = layer.window().y().convolved(bottom.h());
    long w = layer.window().x().convolved(bottom.w());
    long tiles = bottom.n() * ((h + 3) / 4) * ((w + 3) / 4);
    return fits(layer.window().y())
        && fits(layer.window().x())
        && layer.group() == 1
        && bottom.c() >= CHANNELS
        && layer.numOutput() >= CHANNELS
        && tiles >= TILES;
  }

  private static boolean fits(Window.Axis axis) {
    return axis.pad() <= 1
        && new Window.Axis(axis.kernel(), axis.stride(), 0, axis.dilation()).equals(AXIS);
  }
}
