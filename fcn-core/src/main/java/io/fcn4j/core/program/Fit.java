package io.fcn4j.core.program;

import io.fcn4j.core.Locality;

/**
 * How a layer with windows makes only some of its cells along an axis: as many as it can make from
 * some cells of its bottom with the same padding at both ends.
 *
 * @param made the cells of the top: those wanted, and perhaps more
 * @param read the cells of the bottom that they are made of
 * @param pad the padding
 */
record Fit(Span made, Span read, int pad) {
  /**
   * The least that makes what is wanted.
   *
   * @param cells of the bottom
   * @param windows of the whole top
   * @param repads whether the layer can be padded otherwise
   */
  static Fit of(Locality.Axis axis, Span wanted, long cells, long windows, boolean repads) {
    Span all = Span.whole(windows);
    Fit whole = new Fit(all, Span.whole(cells), axis.pad());
    if (!repads && axis.pad() > 0) {
      return whole;
    }
    long from = wanted.from();
    long to = wanted.to();
    while (from >= 0 && to <= windows) {
      Span window = window(axis, from, to);
      // A layer whose windows are clipped at the end makes the same number of them there.
      boolean beyond = window.to() > cells && repads;
      if (window.from() >= 0 && !beyond) {
        return new Fit(new Span(from, to), window.and(Span.whole(cells)), 0);
      }
      long made = (cells - 2 * window.from() - axis.extent()) / axis.stride() + 1;
      if (window.from() < 0 && beyond && from + made >= to && from + made <= windows) {
        int pad = Math.toIntExact(-window.from());
        return new Fit(new Span(from, from + made), Span.whole(cells), pad);
      }
      if (window.from() < 0 && !beyond) {
        to++;
      } else {
        from--;
      }
    }
    return whole;
  }

  /** The cells of the bottom, those in the padding too, that some windows cover. */
  private static Span window(Locality.Axis axis, long from, long to) {
    return new Span(
        from * axis.stride() - axis.pad(), (to - 1) * axis.stride() - axis.pad() + axis.extent());
  }

  /** The windows that cover at least one of some cells. */
  static Span touching(Locality.Axis axis, Span cells, long windows) {
    long first = -Math.floorDiv(-(cells.from() + axis.pad() - axis.extent() + 1), axis.stride());
    long last = Math.floorDiv(cells.to() - 1 + axis.pad(), axis.stride());
    return new Span(first, last + 1).and(Span.whole(windows));
  }
}
