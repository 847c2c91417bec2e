package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import java.util.List;
import java.util.stream.Stream;

/** A layer of which only some gradients are wanted. */
record Wanting(Layer layer, boolean bottom, boolean params) implements Layer {

  /** The layer with all its gradients, with that of its bottom alone, and with all but that. */
  static Stream<Layer> each(Layer layer) {
    return Stream.of(layer, new Wanting(layer, true, false), new Wanting(layer, false, true));
  }

  @Override
  public Arity arity() {
    return layer.arity();
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return layer.shapes(bottoms);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return layer.params(bottoms).stream()
        .map(p -> params ? p : ParamSpec.state(p.name(), p.shape(), p.filler()))
        .toList();
  }

  @Override
  public boolean propagatesTo(int i) {
    return bottom;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return layer.kernel(context);
  }
}
