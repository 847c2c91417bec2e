package io.fcn4j.layers;

import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;

/** A layer whose top has the shape of its bottom, any shape. */
public interface SameShapeLayer extends UnaryLayer {
  @Override
  default Shape shape(Shape x) {
    return x;
  }
}
