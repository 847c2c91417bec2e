package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Pooling.Method#AVE}. ND4J divides every window by the area of the kernel; Caffe takes only
 * what lies in the padded image. The two differ in the last row and the last column of the top,
 * where rounding up lets windows hang over.
 */
final class AvePooling implements Pool {
  private final NdOp pool;
  private final NdOp pass;
  private final double lastRow;
  private final double lastColumn;
  private final Slot scaledDiff;
  private final Views.Of<INDArray> lastRows = new Views.Of<>(a -> last(a, 2));
  private final Views.Of<INDArray> lastColumns = new Views.Of<>(a -> last(a, 3));

  AvePooling(KernelContext c, Window window, Shape y) {
    pool = Pool.op("avgpool2d", window);
    pass = Pool.op("avgpool2d_bp", window);
    lastRow = overhang(window.y(), c.bottom().h(), y.h());
    lastColumn = overhang(window.x(), c.bottom().w(), y.w());
    scaledDiff = hangsOver() ? c.backwardScratch(y) : new Slot(y);
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
  public void forward(KernelIo io, INDArray y) {
    pool.run(y, io.bottom());
    if (hangsOver()) {
      correct(y);
    }
  }

  @Override
  public void backward(KernelIo io, INDArray dx, INDArray dy) {
    INDArray scaled = dy;
    if (hangsOver()) {
      scaled = io.slot(scaledDiff).assign(dy);
      correct(scaled);
    }
    // Of its first input the op reads nothing but the shape.
    pass.run(dx, dx, scaled);
  }

  private void correct(INDArray top) {
    lastRows.of(top).muli(lastRow);
    lastColumns.of(top).muli(lastColumn);
  }
}
