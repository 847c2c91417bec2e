package io.fcn4j.layers;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Mults;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import java.util.List;

/**
 * A learned blob: no bottoms, one top that is the parameter: Caffe's Parameter.
 *
 * <p>Shapes: top and parameter {@code value} of the shape given. Caffe's top shares the memory of
 * the parameter, so that a layer in place would overwrite it; here it is a copy.
 *
 * @param shape Caffe's {@code shape}
 * @param filler default 0, Caffe's only one
 * @param mults of the parameter
 */
public record Parameter(Shape shape, Filler filler, Mults mults) implements Layer {
  public Parameter filler(Filler filler) {
    return new Parameter(shape, filler, mults);
  }

  /** Keeps the parameter as it is filled or loaded. */
  public Parameter frozen() {
    return new Parameter(shape, filler, Mults.FROZEN);
  }

  @Override
  public Arity arity() {
    return Arity.of(0, 1);
  }

  @Override
  public List<Shape> shapes(List<Shape> bottoms) {
    return List.of(shape);
  }

  @Override
  public List<ParamSpec> params(List<Shape> bottoms) {
    return List.of(ParamSpec.learned("value", shape, filler, mults));
  }

  @Override
  public CoordMap coordMap() {
    return CoordMap.UNDEFINED;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public Kernel kernel(KernelContext context) {
    return Kernel.of(io -> io.top().assign(io.param(0)), io -> io.paramDiff(0).addi(io.topDiff()));
  }
}
