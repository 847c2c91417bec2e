package io.fcn4j.layers;

import static java.util.Objects.requireNonNull;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Host;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows that are picked from a table by indices, truncated to integers as Caffe does; the gradient
 * of a row is the sum of those of its picks. The indices are kept for that.
 */
final class IndexedRows {
  private static final int CHUNK = 1 << 16;

  private final String advice;
  private final long rows;
  private final long length;
  private final float[] indices;
  private final float[] chunk;
  private final float[] sums;
  private final @Nullable Slot kept;

  /**
   * @param table rows x the shape of a row
   * @param advice for an index outside of the table
   */
  IndexedRows(KernelContext c, Shape table, Shape indices, String advice) {
    this.advice = advice;
    rows = table.dim(0);
    length = table.count(1);
    this.indices = new float[Math.toIntExact(indices.count())];
    chunk = new float[(int) Math.min(CHUNK, length)];
    sums = new float[chunk.length];
    kept = c.backward() ? c.kept(indices) : null;
  }

  /** Overwrites the picks. */
  void pick(KernelIo io, INDArray from, INDArray table, INDArray picks) {
    Host.read(from, 0, indices, indices.length);
    for (int i = 0; i < indices.length; i++) {
      if (!(indices[i] >= 0 && indices[i] < rows)) {
        throw new FcnException(
            "found index %s at place %d, expected 0 to %d%n%s"
                .formatted(Labels.plain(indices[i]), i, rows - 1, advice));
      }
      for (long start = 0; start < length; start += chunk.length) {
        int part = (int) Math.min(chunk.length, length - start);
        Host.read(table, row(i) + start, chunk, part);
        Host.write(chunk, part, picks, i * length + start);
      }
    }
    if (kept != null) {
      Host.write(indices, io.slot(kept));
    }
  }

  /** Adds the diffs of the picks to those of their rows. */
  void addUp(KernelIo io, INDArray pickDiffs, INDArray tableDiff) {
    Host.read(io.slot(requireNonNull(kept)), 0, indices, indices.length);
    for (int i = 0; i < indices.length; i++) {
      for (long start = 0; start < length; start += chunk.length) {
        int part = (int) Math.min(chunk.length, length - start);
        Host.read(pickDiffs, i * length + start, chunk, part);
        Host.read(tableDiff, row(i) + start, sums, part);
        for (int k = 0; k < part; k++) {
          sums[k] += chunk[k];
        }
        Host.write(sums, part, tableDiff, row(i) + start);
      }
    }
  }

  private long row(int i) {
    return ((long) indices[i]) * length;
  }
}
