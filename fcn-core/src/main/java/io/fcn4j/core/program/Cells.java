package io.fcn4j.core.program;

import io.fcn4j.core.Shape;

/** Some rows and columns of an image N x C x H x W. */
public record Cells(Span rows, Span columns) {
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  static Cells whole(Shape image) {
    return new Cells(Span.whole(image.h()), Span.whole(image.w()));
  }

  boolean isEmpty() {
    return rows.isEmpty() || columns.isEmpty();
  }

  Cells hull(Cells other) {
    return new Cells(rows.hull(other.rows), columns.hull(other.columns));
  }

  Cells and(Cells other) {
    return new Cells(rows.and(other.rows), columns.and(other.columns));
  }

  /** These as cells of an image whose first row and column are those of other cells. */
  public Cells within(Cells other) {
    long row = other.rows.from();
    long column = other.columns.from();
    return new Cells(
        new Span(rows.from() - row, rows.to() - row),
        new Span(columns.from() - column, columns.to() - column));
  }

  /** The shape of an image with only these cells. */
  public Shape of(Shape image) {
    return image.with(ROWS, rows.length()).with(COLUMNS, columns.length());
  }
}
