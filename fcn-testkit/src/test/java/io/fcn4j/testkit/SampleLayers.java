package io.fcn4j.testkit;

import io.fcn4j.core.Arity;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.UnaryLayer;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.NdOp;
import java.util.List;
import java.util.stream.IntStream;

/** One right layer of each kind that the contract treats in a way of its own. */
final class SampleLayers {
  private SampleLayers() {}

  /** A layer whose top has the shape of its bottom. */
  interface Pointwise extends UnaryLayer {
    @Override
    default Shape shape(Shape x) {
      return x;
    }
  }

  /** Has a kink at 0: y = max(x, 0), in place. */
  record Rectify() implements Pointwise {
    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_TOPS.andInPlace();
    }

    @Override
    public Kernel kernel(KernelContext c) {
      NdOp forward = NdOp.named("relu").floats(0);
      NdOp backward = NdOp.named("relu_bp").floats(0);
      return Kernel.of(
          io -> forward.run(io.top(), io.bottom()),
          io -> backward.run(io.bottomDiff(), io.top(), io.topDiff()));
    }
  }

  /** Steep: y = sigmoid(factor x). */
  record Steep(double factor) implements Pointwise {
    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_TOPS;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      NdOp sigmoid = NdOp.named("sigmoid");
      Slot scaled = c.scratch(c.bottom());
      return Kernel.of(
          io -> {
            io.bottom().muli(factor, io.slot(scaled));
            sigmoid.run(io.top(), io.slot(scaled));
          },
          io -> {
            io.top().rsubi(1, io.slot(scaled));
            io.slot(scaled).muli(io.top()).muli(factor);
            io.topDiff().muli(io.slot(scaled), io.bottomDiff());
          });
    }
  }

  /** Has a parameter, and a bottom that no gradient flows to: y = w x + shift, w for each pixel. */
  record Weigh() implements Layer {
    @Override
    public Arity arity() {
      return Arity.of(2, 1);
    }

    @Override
    public List<Shape> shapes(List<Shape> bottoms) {
      return List.of(bottoms.get(0));
    }

    @Override
    public List<ParamSpec> params(List<Shape> bottoms) {
      Shape one = bottoms.get(0).with(0, 1);
      return List.of(ParamSpec.learned("weight", one, Filler.zeros()));
    }

    @Override
    public boolean propagatesTo(int bottom) {
      return bottom == 0;
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_BOTTOMS;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      NdOp multiply = NdOp.named("multiply");
      NdOp back = NdOp.named("multiply");
      NdOp sum = NdOp.named("reduce_sum").ints(0).bools(true);
      Slot products = c.backwardScratch(c.bottom());
      Slot total = c.backwardScratch(c.bottom().with(0, 1));
      return Kernel.of(
          io -> {
            multiply.run(io.top(), io.bottom(), io.param(0));
            io.top().addi(io.bottom(1));
          },
          io -> {
            if (io.wantsBottomDiff(0)) {
              back.run(io.bottomDiff(), io.topDiff(), io.param(0));
            }
            if (io.wantsParamDiff(0)) {
              io.topDiff().muli(io.bottom(), io.slot(products));
              sum.run(io.slot(total), io.slot(products));
              io.paramDiff(0).addi(io.slot(total));
            }
          });
    }
  }

  /**
   * Has two bottoms, in place: y = 2 a - b. In place the diff of a lies in that of y, which the
   * diff of b needs, so that must come first; else any order will do.
   */
  record TwiceLess() implements Layer {
    @Override
    public Arity arity() {
      return Arity.of(2, 1);
    }

    @Override
    public List<Shape> shapes(List<Shape> bottoms) {
      return List.of(bottoms.get(0));
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING.andInPlace();
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> {
            io.bottom(0).muli(2, io.top());
            io.top().subi(io.bottom(1));
          },
          io -> {
            int first = io.inPlace() ? 1 : 0;
            toBottom(first, io);
            toBottom(1 - first, io);
          });
    }

    private static void toBottom(int i, KernelIo io) {
      if (io.wantsBottomDiff(i)) {
        io.topDiff().muli(i == 0 ? 2 : -1, io.bottomDiff(i));
      }
    }
  }

  /** Draws random numbers in TRAIN: each element is kept or zeroed, in place. */
  record Drop() implements Pointwise {
    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING.andInPlace().andStochastic();
    }

    @Override
    public Kernel kernel(KernelContext c) {
      Slot mask = c.kept(c.bottom());
      boolean train = c.phase() == Phase.TRAIN;
      return Kernel.of(
          io -> {
            Host.fill(io.slot(mask), i -> train && io.random().uniform(i) < 0.5f ? 0 : 1);
            io.bottom().muli(io.slot(mask), io.top());
          },
          io -> io.topDiff().muli(io.slot(mask), io.bottomDiff()));
    }
  }

  /** Has a running statistic: y = x - mean, that of the batch in TRAIN, which it then remembers. */
  record Centre() implements Pointwise {
    @Override
    public List<ParamSpec> params(List<Shape> bottoms) {
      return List.of(ParamSpec.state("mean", Shape.of(1), Filler.zeros()));
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING.andMixesBatch();
    }

    @Override
    public Kernel kernel(KernelContext c) {
      boolean train = c.phase() == Phase.TRAIN;
      return Kernel.of(
          io -> {
            float mean = train ? io.bottom().meanNumber().floatValue() : io.param(0).getFloat(0);
            if (train) {
              io.param(0).assign(mean);
            }
            io.bottom().subi(mean, io.top());
          },
          io -> {
            float mean = train ? io.topDiff().meanNumber().floatValue() : 0;
            io.topDiff().subi(mean, io.bottomDiff());
          });
    }
  }

  /** A loss: half the mean of the squares. */
  record HalfSquares() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return Shape.of();
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_BOTTOMS.andMixesBatch();
    }

    @Override
    public Kernel kernel(KernelContext c) {
      Slot squares = c.scratch(c.bottom());
      long count = c.bottom().count();
      return Kernel.of(
          io -> {
            io.bottom().muli(io.bottom(), io.slot(squares));
            io.top().assign(io.slot(squares).sumNumber().floatValue() / (2 * count));
          },
          io -> io.bottom().muli(io.topDiff().getFloat(0) / count, io.bottomDiff()));
    }
  }

  /** Has several tops: copies. */
  record Copies(int tops) implements Layer {
    @Override
    public Arity arity() {
      return Arity.of(1, tops);
    }

    @Override
    public List<Shape> shapes(List<Shape> bottoms) {
      return IntStream.range(0, tops).mapToObj(i -> bottoms.get(0)).toList();
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> {
            for (int i = 0; i < tops; i++) {
              io.top(i).assign(io.bottom());
            }
          },
          io -> {
            io.bottomDiff().assign(0f);
            for (int i = 0; i < tops; i++) {
              io.bottomDiff().addi(io.topDiff(i));
            }
          });
    }
  }

  /** Has no gradient: y = floor(x). */
  record Floor() implements Pointwise {
    @Override
    public boolean propagatesTo(int bottom) {
      return false;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      NdOp floor = NdOp.named("floor");
      return Kernel.forwardOnly(io -> floor.run(io.top(), io.bottom()));
    }
  }
}
