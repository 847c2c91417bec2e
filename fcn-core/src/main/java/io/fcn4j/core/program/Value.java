package io.fcn4j.core.program;

import io.fcn4j.core.Shape;

/**
 * One array that exists while a program runs; identity is what counts.
 *
 * @see Program
 */
public final class Value {
  private final String name;
  private final Shape shape;

  public Value(String name, Shape shape) {
    this.name = name;
    this.shape = shape;
  }

  /** For messages and listings; several values may have the same. */
  public String name() {
    return name;
  }

  /** The shape in memory, which passes may make another than that of the blob it stands for. */
  public Shape shape() {
    return shape;
  }

  @Override
  public String toString() {
    return name;
  }
}
