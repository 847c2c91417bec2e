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
record Bands(Band low, Band high, boolean fromPadding) {
  static final Bands NONE = new Bands(Band.EMPTY, Band.EMPTY, false);

  /** Rows from first to last. */
  record Band(long first, long last) {
    static final Band EMPTY = new Band(0, -1);

    Band and(Band other) {
      return new Band(Math.max(first, other.first), Math.min(last, other.last));
    }

    /** The windows that lie wholly within. */
    private Band windows(Locality.Axis axis, long count) {
      long from = -Math.floorDiv(-(first + axis.pad()), axis.stride());
      long to = Math.floorDiv(last + axis.pad() - axis.extent() + 1, axis.stride());
      return new Band(from, to).and(new Band(0, count - 1));
    }

    /** How many rows can go while one stays. */
    private long spare() {
      return Math.max(0, last - first);
    }
  }

  /** How many rows can be taken from each of them while one stays. */
  long spare() {
    return low.last < high.first ? Math.min(low.spare(), high.spare()) : 0;
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
    Bands inner = new Bands(low.windows(axis, windows), high.windows(axis, windows), false);
    if (!zeros) {
      return inner;
    }
    Band before = new Band(-axis.pad(), -1);
    Band after = new Band(cells, cells + axis.pad() - 1);
    Bands outer = new Bands(before.windows(axis, windows), after.windows(axis, windows), true);
    return outer.spare() > inner.spare() ? outer : inner;
  }
}
