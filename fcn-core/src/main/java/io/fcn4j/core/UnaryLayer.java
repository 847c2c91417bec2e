package io.fcn4j.core;

import java.util.List;

/** A layer of one bottom and one top. */
public interface UnaryLayer extends Layer {
  /** The shape of the top for a bottom of shape {@code x}. */
  Shape shape(Shape x);

  @Override
  default Arity arity() {
    return Arity.UNARY;
  }

  @Override
  default List<Shape> shapes(List<Shape> bottoms) {
    return List.of(shape(bottoms.get(0)));
  }
}
