package io.fcn4j.testkit;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import java.util.List;

/** A layer whose kernel runs inside another one; all else is the layer's own. */
record Watched(Layer layer, Watcher watcher) implements Layer {

  /** Makes a kernel around that of a layer. */
  interface Watcher {
    Kernel watch(Layer layer, KernelContext context);
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
    return layer.params(bottoms);
  }

  @Override
  public CoordMap coordMap() {
    return layer.coordMap();
  }

  @Override
  public boolean alignsWith(int bottom) {
    return layer.alignsWith(bottom);
  }

  @Override
  public boolean propagatesTo(int bottom) {
    return layer.propagatesTo(bottom);
  }

  @Override
  public Capabilities capabilities() {
    return layer.capabilities();
  }

  @Override
  public String type() {
    return layer.type();
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return watcher.watch(layer, context);
  }
}
