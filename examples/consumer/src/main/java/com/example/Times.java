package com.example;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;

/** y = factor * x. Shapes: x and y equal. */
public record Times(float factor) implements UnaryLayer {
  @Override
  public Shape shape(Shape x) {
    return x;
  }

  @Override
  public Kernel kernel(KernelContext c) {
    return Kernel.of(
        io -> io.bottom().muli(factor, io.top()), io -> io.topDiff().muli(factor, io.bottomDiff()));
  }
}
