package io.fcn4j.core;

import org.jspecify.annotations.Nullable;

/**
 * How the cells of an image N x C x H x W that a layer makes depend on the cells of its bottoms.
 * Passes rely on it: where cells of the bottoms are equal, those of the tops are.
 */
public sealed interface Locality {
  /** In some other way, or nobody knows. */
  Locality ANY = new Any();

  /** Every cell is the same function of the cells at its place in all bottoms. */
  Locality CELL = new Cell();

  /** See {@link #ANY}. */
  record Any() implements Locality {}

  /** See {@link #CELL}. */
  record Cell() implements Locality {}

  /**
   * Every cell is the same function of a window of bottom 0, the only one.
   *
   * @param repad the same layer with less padding, if zeros lie in it that count as cells do; null
   *     if windows are clipped to the image
   */
  record Windows(Axis rows, Axis columns, @Nullable Repad repad) implements Locality {
    /** That of the rows for 0, of the columns for 1. */
    public Axis axis(int axis) {
      return axis == 0 ? rows : columns;
    }
  }

  /**
   * The windows along one axis: that of cell i begins at {@code i stride - pad}.
   *
   * @param extent from the first to the last cell of a window
   */
  record Axis(int extent, int stride, int pad) {}

  /** Makes a layer with other padding. */
  @FunctionalInterface
  interface Repad {
    Layer with(int rows, int columns);
  }
}
