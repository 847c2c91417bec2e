package io.fcn4j.core.program;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the rows (or columns) of a value with some of its equal rows left out are found in the same
 * value with others left out.
 *
 * @param cells of the whole value
 * @param low the last row of the first band of equal rows
 * @param high the last row of the second
 * @param from how many are left out of the source, at the end of each band
 * @param to how many are left out of the target
 */
public record AxisMap(long cells, long low, long high, long from, long to) {
  /** Rows of the target that follow each other in the source too. */
  public record Run(long source, long target, long length) {}

  /** An axis on which nothing is left out. */
  static AxisMap identity(long cells) {
    return new AxisMap(cells, cells - 1, cells - 1, 0, 0);
  }

  public long sourceCells() {
    return cells - 2 * from;
  }

  public long targetCells() {
    return cells - 2 * to;
  }

  /** The row of the source that is row {@code i} of the target. */
  public long source(long i) {
    long whole = whole(i);
    if (whole <= low) {
      return Math.min(whole, low - from);
    }
    return whole <= high ? Math.min(whole, high - from) - from : whole - 2 * from;
  }

  private long whole(long i) {
    if (i <= low - to) {
      return i;
    }
    return i <= high - 2 * to ? i + to : i + 2 * to;
  }

  /** The target in runs, in order. */
  public List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    long begin = 0;
    for (long i = 1; i <= targetCells(); i++) {
      if (i == targetCells() || source(i) != source(i - 1) + 1) {
        runs.add(new Run(source(begin), begin, i - begin));
        begin = i;
      }
    }
    return runs;
  }
}
