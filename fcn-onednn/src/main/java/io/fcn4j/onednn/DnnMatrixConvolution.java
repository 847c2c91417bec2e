package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Window;
import java.util.List;

/**
 * A convolution with many more weights than cells, such as fc6 and fc7, for training: by products
 * of matrices that read the weights as they lie in their array and add to their gradient there, so
 * that nothing of their size is copied at every step.
 */
record DnnMatrixConvolution(Convolution layer, Format in, Format out) implements Lowered {
  /** Fewer weights are soon copied. */
  private static final long WEIGHTS = 1 << 20;

  /** Outputs for each cell; with fewer, copies of the weights cost less than those of cells. */
  private static final long RATIO = 4;

  /** Whether it is faster than a convolution that copies its weights into blocks. */
  static boolean pays(Convolution layer, Shape bottom, Shape top) {
    Window window = layer.window();
    return window.equals(Window.CELL.kernel(window.y().kernel(), window.x().kernel()))
        && layer.group() == 1
        && layer.params(List.of(bottom)).get(0).shape().count() >= WEIGHTS
        && top.c() >= RATIO * top.h() * top.w();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new MatrixKernel(this, context);
  }
}
