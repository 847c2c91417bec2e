package io.fcn4j.onednn;

import io.fcn4j.core.Shape;
import io.fcn4j.core.program.Step;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Window;
import java.util.stream.LongStream;

/** Where Winograd's minimal filtering is worth asking for. */
final class Winograd {
  /** Of fewer channels a product of matrices is too small. */
  private static final long CHANNELS = 16;

  /** Of fewer tiles of 4x4 cells the transformed weights, four times as large, cost more. */
  private static final long TILES = 16;

  /** Of fewer tiles along an axis, an even number can be grouped. */
  private static final long FEW = 90;

  private static final Window.Axis AXIS = new Window.Axis(3, 1, 0, 1);

  private Winograd() {}

  static boolean pays(Convolution layer, Shape bottom) {
    long h = layer.window().y().convolved(bottom.h());
    long w = layer.window().x().convolved(bottom.w());
    long tiles = bottom.n() * ((h + 3) / 4) * ((w + 3) / 4);
    return suits(layer, bottom) && tiles >= TILES;
  }

  /**
   * Whether so many rows, or columns, are cut into a number of tiles that oneDNN can group well. If
   * neither axis has such a number, a layer takes twice as long.
   */
  static boolean isFast(Step step, long cells) {
    long tiles = (cells + 3) / 4;
    boolean grouped =
        LongStream.of(3, 4, 5, 7).anyMatch(d -> tiles % d == 0) || (tiles < FEW && tiles % 2 == 0);
    return grouped
        || !(step.layer() instanceof Convolution layer
            && suits(layer, step.bottoms().get(0).shape()));
  }

  private static boolean suits(Convolution layer, Shape bottom) {
    return fits(layer.window().y())
        && fits(layer.window().x())
        && layer.group() == 1
        && bottom.c() >= CHANNELS
        && layer.numOutput() >= CHANNELS;
  }

  private static boolean fits(Window.Axis axis) {
    return axis.pad() <= 1
        && new Window.Axis(axis.kernel(), axis.stride(), 0, axis.dilation()).equals(AXIS);
  }
}
