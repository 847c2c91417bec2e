package io.fcn4j.layers;

import io.fcn4j.core.Locality;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;

/** A layer of one function of every element. */
public interface SameShapeLayer extends UnaryLayer {
  @Override
  default Shape shape(Shape x) {
    return x;
  }

  @Override
  default Locality locality(Phase phase) {
    return Locality.CELL;
  }
}
