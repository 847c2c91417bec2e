package io.fcn4j.core;

/** Memory that a kernel declared; read as {@link KernelIo#slot}. Identity is what counts. */
public final class Slot {
  private final Shape shape;

  public Slot(Shape shape) {
    this.shape = shape;
  }

  public Shape shape() {
    return shape;
  }
}
