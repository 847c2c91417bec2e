package io.fcn4j.onednn;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.program.AxisMap;
import io.fcn4j.core.program.Stretch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link Stretch} in any layout, by copies of runs of memory: a cell is as many floats as lie
 * side by side for it.
 */
record DnnStretch(Stretch layer, Format in, Format out) implements Lowered {
  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return new StretchKernel(context);
  }

  private final class StretchKernel implements Kernel {
    private final long cell;
    private final long images;
    private final List<AxisMap.Run> columns = layer.columns().runs();
    private final float[] sum;
    private final float[] row;

    StretchKernel(KernelContext c) {
      Shape shape = c.bottom();
      boolean inner = in.layout() != Layout.PLAIN;
      cell = inner ? shape.dim(shape.rank() - 1) : 1;
      images = shape.count() / (layer.rows().sourceCells() * layer.columns().sourceCells() * cell);
      sum = new float[Math.toIntExact(sourceRow())];
      row = new float[Math.toIntExact(targetRow())];
    }

    private long sourceRow() {
      return layer.columns().sourceCells() * cell;
    }

    private long targetRow() {
      return layer.columns().targetCells() * cell;
    }

    @Override
    public void forward(KernelIo io) {
      // memcpy counts the positions of its arguments in bytes.
      BytePointer from = new BytePointer(io.bottom().data().addressPointer());
      BytePointer to = new BytePointer(io.top().data().addressPointer());
      AxisMap rows = layer.rows();
      for (long image = 0; image < images; image++) {
        for (long i = 0; i < rows.targetCells(); i++) {
          long source = (image * rows.sourceCells() + rows.source(i)) * sourceRow();
          long target = (image * rows.targetCells() + i) * targetRow();
          for (AxisMap.Run run : columns) {
            from.position((source + run.source() * cell) * Float.BYTES);
            to.position((target + run.target() * cell) * Float.BYTES);
            Pointer.memcpy(to, from, run.length() * cell * Float.BYTES);
          }
        }
      }
    }

    @Override
    public void backward(KernelIo io) {
      FloatPointer from = pointer(io.topDiff());
      FloatPointer to = pointer(io.bottomDiff());
      AxisMap rows = layer.rows();
      for (long image = 0; image < images; image++) {
        long i = 0;
        for (long j = 0; j < rows.sourceCells(); j++) {
          Arrays.fill(sum, 0);
          while (i < rows.targetCells() && rows.source(i) <= j) {
            from.position((image * rows.targetCells() + i) * targetRow()).get(row);
            addRow();
            i++;
          }
          to.position((image * rows.sourceCells() + j) * sourceRow()).put(sum);
        }
      }
    }

    private void addRow() {
      for (AxisMap.Run run : columns) {
        int source = Math.toIntExact(run.source() * cell);
        int target = Math.toIntExact(run.target() * cell);
        int length = Math.toIntExact(run.length() * cell);
        for (int k = 0; k < length; k++) {
          sum[source + k] += row[target + k];
        }
      }
    }

    private static FloatPointer pointer(INDArray array) {
      return new FloatPointer(array.data().addressPointer());
    }

    @Override
    public String algorithm() {
      return "copy";
    }
  }
}
