package io.fcn4j.core.program;

import io.fcn4j.core.Locality;

/**
 * Two stretches of rows (or columns) of a value, one near either end, in each of which all rows are
 * equal, whatever the input.
 *
 * @param low the first
 * @param high the second
 * @param fromPadding whether they come from the padding of the very layer that made the value, not
 *     from bands of its bottom
 */
record Bands(Span low, Span high, boolean fromPadding) {
  private static final Span EMPTY = Span.whole(0);
  static final Bands NONE = new Bands(EMPTY, EMPTY, false);

  /** The windows that lie wholly within some rows. */
  private static Span windows(Locality.Axis axis, Span rows, long count) {
    long first = -Math.floorDiv(-(rows.from() + axis.pad()), axis.stride());
    long last = Math.floorDiv(rows.to() + axis.pad() - axis.extent(), axis.stride());
    return new Span(first, last + 1).and(Span.whole(count));
  }

  /** How many rows can go while one stays. */
  private static long spare(Span rows) {
    return Math.max(0, rows.length() - 1);
  }

  /** How many rows can be taken from each of them while one stays. */
  long spare() {
    return low.to() <= high.from() ? Math.min(spare(low), spare(high)) : 0;
  }

  /** These as bands of a value that is made of this one, cell by cell. */
  Bands inherited() {
    return new Bands(low, high, false);
  }

  Bands and(Bands other) {
    return new Bands(low.and(other.low), high.and(other.high), false);
  }

  /**
   * The bands of what a layer with windows makes.
   *
   * @param cells of its bottom along the axis
   * @param windows its top's
   * @param zeros whether there are zeros in the padding
   */
  Bands windows(Locality.Axis axis, long cells, long windows, boolean zeros) {
    Bands inner = new Bands(windows(axis, low, windows), windows(axis, high, windows), false);
    if (!zeros) {
      return inner;
    }
    Span before = new Span(-axis.pad(), 0);
    Span after = new Span(cells, cells + axis.pad());
    Bands outer = new Bands(windows(axis, before, windows), windows(axis, after, windows), true);
    return outer.spare() > inner.spare() ? outer : inner;
  }
}
