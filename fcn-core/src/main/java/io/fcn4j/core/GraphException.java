package io.fcn4j.core;

/** A graph that cannot be built: an unknown bottom, a duplicate top, a cycle, a wrong arity. */
public class GraphException extends FcnException {
  private static final long serialVersionUID = 1L;

  public GraphException(String message) {
    super(message);
  }
}
