package io.fcn4j.core.solver;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import java.util.List;

/** The net with loss w x for one number w, so that the gradient of w is x. */
final class LinearNet {
  private LinearNet() {}

  static Net of(float w) {
    return of(Filler.constant(w));
  }

  static Net of(Filler filler) {
    NetBuilder b = NetBuilder.named("linear");
    return b.loss("w", new Line(filler, false), b.input("x", Shape.of(1, 1))).build(1);
  }

  /** As {@link #of}, with a new random number times x in every iteration. */
  static Net random(float w) {
    NetBuilder b = NetBuilder.named("random");
    Line line = new Line(Filler.constant(w), true);
    return b.loss("w", line, b.input("x", Shape.of(1, 1))).build(1);
  }

  /** The loss v x + w y, or a part of it if only x or y is given. */
  static Net twoHeads(float v, float w) {
    NetBuilder b = NetBuilder.named("two");
    b.loss("v", new Line(Filler.constant(v), false), b.input("x", Shape.of(1, 1)));
    b.loss("w", new Line(Filler.constant(w), false), b.input("y", Shape.of(1, 1)));
    return b.build(1);
  }

  private record Line(Filler filler, boolean random) implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return Shape.of();
    }

    @Override
    public List<ParamSpec> params(List<Shape> bottoms) {
      return List.of(ParamSpec.learned("weight", Shape.of(1, 1), filler));
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_BOTTOMS;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> io.top().assign(io.param(0).getFloat(0) * slope(io)),
          io -> io.paramDiff(0).addi(slope(io)));
    }

    private float slope(KernelIo io) {
      float x = io.bottom().sumNumber().floatValue();
      return random ? x * io.random().uniform(0) : x;
    }
  }
}
