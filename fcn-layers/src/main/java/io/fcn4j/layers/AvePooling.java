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
 * The kernel of {@link Pooling.Method#AVE}. ND4J divides every window by the area of the kernel;
 * Caffe takes only what lies in the padded image. The two differ in the last row and the last
 * column of the top, where rounding up lets windows hang over.
 */
final class AvePooling implements Kernel {
  private final NdOp pool;
  private final NdOp pass;
  private final double lastRow;
  private final double lastColumn;
  private final Slot scaledDiff;
  private final Views.Of<INDArray> lastRows = new Views.Of<>(a -> last(a, 2));
  private final Views.Of<INDArray> lastColumns = new Views.Of<>(a -> last(a, 3));

  AvePooling(KernelContext c, Window window) {
    pool = Pooling.op("avgpool2d", window);
    pass = Pooling.op("avgpool2d_bp", window);
    lastRow = overhang(window.y(), c.bottom().h(), c.top().h());
    lastColumn = overhang(window.x(), c.bottom().w(), c.top().w());
    Shape diff = c.top();
    scaledDiff = hangsOver() ? c.backwardScratch(diff) : new Slot(diff);
  }

  /** The kernel's size by that part of the last window which lies in the padded image. */
  private static double overhang(Window.Axis axis, long cells, long windows) {
    long start = (windows - 1) * axis.stride() - axis.pad();
    return (double) axis.kernel() / Math.min(axis.kernel(), cells + axis.pad() - start);
  }

  private boolean hangsOver() {
    return lastRow > 1 || lastColumn > 1;
  }

  private static INDArray last(INDArray array, int axis) {
    return Views.slice(array, axis, array.size(axis) - 1, array.size(axis));
  }

  @Override
  public void forward(KernelIo io) {
    pool.run(io.top(), io.bottom());
    if (hangsOver()) {
      correct(io.top());
    }
  }

  @Override
  public void backward(KernelIo io) {
    INDArray dy = io.topDiff();
    if (hangsOver()) {
      dy = io.slot(scaledDiff).assign(dy);
      correct(dy);
    }
    // Of its first input the op reads nothing but the shape.
    pass.run(io.bottomDiff(), io.bottomDiff(), dy);
  }

  private void correct(INDArray top) {
    lastRows.of(top).muli(lastRow);
    lastColumns.of(top).muli(lastColumn);
  }
}
