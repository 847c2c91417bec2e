package io.fcn4j.core.program;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Repeats or leaves out rows and columns that are equal to their neighbours. The gradient of a row
 * that is repeated is the sum of those of its copies.
 *
 * @param rowAxis the axis of the rows, with that of the columns after it
 */
public record Stretch(AxisMap rows, AxisMap columns, int rowAxis) implements UnaryLayer {
  @Override
  public Shape shape(Shape x) {
    return x.with(rowAxis, rows.targetCells()).with(rowAxis + 1, columns.targetCells());
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    Views.Of<List<INDArray>> sources = new Views.Of<>(array -> windows(array, true));
    Views.Of<List<INDArray>> targets = new Views.Of<>(array -> windows(array, false));
    return Kernel.of(
        io -> each(targets.of(io.top()), sources.of(io.bottom()), INDArray::assign),
        io -> {
          io.bottomDiff().assign(0f);
          each(sources.of(io.bottomDiff()), targets.of(io.topDiff()), INDArray::addi);
        });
  }

  private static void each(
      List<INDArray> to, List<INDArray> from, BiConsumer<INDArray, INDArray> action) {
    for (int i = 0; i < to.size(); i++) {
      action.accept(to.get(i), from.get(i));
    }
  }

  /** Views of an array, one for each run of rows and each run of columns. */
  private List<INDArray> windows(INDArray array, boolean ofSource) {
    List<INDArray> windows = new ArrayList<>();
    for (AxisMap.Run row : rows.runs()) {
      for (AxisMap.Run column : columns.runs()) {
        INDArray band = slice(array, rowAxis, row, ofSource);
        windows.add(slice(band, rowAxis + 1, column, ofSource));
      }
    }
    return windows;
  }

  private static INDArray slice(INDArray array, int axis, AxisMap.Run run, boolean ofSource) {
    long from = ofSource ? run.source() : run.target();
    return Views.slice(array, axis, from, from + run.length());
  }
}
