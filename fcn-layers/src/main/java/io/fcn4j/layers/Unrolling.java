package io.fcn4j.layers;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What each window sees of some channels: one row for every cell of the kernel in every channel,
 * one column for every window.
 */
final class Unrolling {
  private final NdOp im2col;
  private final NdOp col2im;
  private final Views.Of<INDArray> images;
  private final Views.Of<INDArray> columns;

  /**
   * @param channels of the arrays to come, over all of their images
   * @param image whose rows and columns of cells the window slides over
   * @param map that has a cell for every window
   */
  Unrolling(Window window, long channels, Shape image, Shape map) {
    Window.Axis y = window.y();
    Window.Axis x = window.x();
    // Channels stand on the batch axis, which is the one that the ops share out to threads.
    images = new Views.Of<>(array -> Views.reshape(array, channels, 1, image.h(), image.w()));
    columns =
        new Views.Of<>(
            array -> Views.reshape(array, channels, 1, y.kernel(), x.kernel(), map.h(), map.w()));
    im2col = NdOp.named("im2col").ints(window.arguments(0));
    col2im =
        NdOp.named("col2im")
            .ints(
                y.stride(),
                x.stride(),
                y.pad(),
                x.pad(),
                image.h(),
                image.w(),
                y.dilation(),
                x.dilation(),
                0);
  }

  /** Overwrites the columns. */
  void unroll(INDArray to, INDArray image) {
    im2col.run(columns.of(to), images.of(image));
  }

  /** Overwrites the image with the sums, in every cell, of what stems from it. */
  void fold(INDArray image, INDArray from) {
    col2im.run(images.of(image), columns.of(from));
  }
}
