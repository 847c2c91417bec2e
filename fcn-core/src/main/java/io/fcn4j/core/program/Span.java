package io.fcn4j.core.program;

/** Rows, or columns, from {@code from} up to but without {@code to}. */
public record Span(long from, long to) {
  static Span whole(long cells) {
    return new Span(0, cells);
  }

  public long length() {
    return to - from;
  }

  boolean isEmpty() {
    return to <= from;
  }

  /** The shortest that has both in it. */
  Span hull(Span other) {
    return new Span(Math.min(from, other.from), Math.max(to, other.to));
  }

  /** What is in both. */
  Span and(Span other) {
    return new Span(Math.max(from, other.from), Math.min(to, other.to));
  }
}
