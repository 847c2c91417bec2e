package io.fcn4j.onednn;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import java.util.List;

/** A layer that stands for another one, from an image in a layout to an image in a layout. */
interface Lowered extends Layer {
  /** What it computes. */
  Layer layer();

  Format in();

  Format out();

  @Override
  default Arity arity() {
    return Arity.of(1, 1);
  }

  @Override
  default List<Shape> shapes(List<Shape> bottoms) {
    return List.of(out().storage());
  }

  @Override
  default List<ParamSpec> params(List<Shape> bottoms) {
    return layer().params(List.of(in().image()));
  }

  @Override
  default long macs(List<Shape> bottoms) {
    return layer().macs(List.of(in().image()));
  }

  @Override
  default String type() {
    return layer().type();
  }
}
