package io.fcn4j.core;

/**
 * One value that flows through a graph: an input, or one top of one node. A node that works in
 * place makes a new blob of the same name, so a name means its last writer and a {@code Blob} means
 * exactly one value.
 */
public final class Blob {
  private final int id;
  private final String name;

  Blob(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /** Its place in {@link Graph#blobs}. */
  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
