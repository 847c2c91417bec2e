package io.fcn4j.core;

import java.util.List;

/** Small layers for tests of the graph and the engine. */
final class TestLayers {
  private TestLayers() {}

  /** y = factor x. */
  record Times(float factor) implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING.andInPlace();
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> io.bottom().muli(factor, io.top()),
          io -> io.topDiff().muli(factor, io.bottomDiff()));
    }
  }

  /** y = x x. */
  record Square() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_BOTTOMS;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> io.bottom().muli(io.bottom(), io.top()),
          io -> {
            io.topDiff().muli(io.bottom(), io.bottomDiff());
            io.bottomDiff().muli(2);
          });
    }
  }

  /** The sum of two bottoms. */
  record Add() implements Layer {
    @Override
    public Arity arity() {
      return Arity.of(2, 1);
    }

    @Override
    public boolean alignsWith(int bottom) {
      return true;
    }

    @Override
    public List<Shape> shapes(List<Shape> bottoms) {
      if (!bottoms.get(0).equals(bottoms.get(1))) {
        throw new ShapeException("bottoms differ in shape");
      }
      return List.of(bottoms.get(0));
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> io.bottom(0).addi(io.bottom(1), io.top()),
          io -> {
            for (int i = 0; i < 2; i++) {
              if (io.wantsBottomDiff(i)) {
                io.bottomDiff(i).assign(io.topDiff());
              }
            }
          });
    }
  }

  /** y = w x with one learned scalar for every element of one image. */
  record Weigh(Filler filler) implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public List<ParamSpec> params(List<Shape> bottoms) {
      return List.of(ParamSpec.learned("weight", bottoms.get(0), filler));
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> io.bottom().muli(io.param(0), io.top()),
          io -> {
            if (io.wantsParamDiff(0)) {
              io.paramDiff(0).addi(io.topDiff().mul(io.bottom()));
            }
            if (io.wantsBottomDiff(0)) {
              io.topDiff().muli(io.param(0), io.bottomDiff());
            }
          });
    }
  }

  /** The sum of all elements, as a loss. */
  record SumLoss() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return Shape.of();
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
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> io.top().assign(io.bottom().sumNumber()),
          io -> io.bottomDiff().assign(io.topDiff().getFloat(0)));
    }
  }
}
