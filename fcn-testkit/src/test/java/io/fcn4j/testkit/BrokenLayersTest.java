package io.fcn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Mults;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.testkit.SampleLayers.Pointwise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each of these layers does one thing wrong, and exactly the law for it says so. */
class BrokenLayersTest {
  private static final Shape SHAPE = Shape.of(2, 3, 5, 7);

  /** y = 2 x, but for what a test replaces. */
  private record Twice(
      Consumer<KernelIo> forward, Consumer<KernelIo> backward, Capabilities capabilities)
      implements Pointwise {
    static final Twice RIGHT =
        new Twice(
            io -> io.bottom().muli(2, io.top()),
            io -> io.topDiff().muli(2, io.bottomDiff()),
            Capabilities.READS_NOTHING);

    Twice forward(Consumer<KernelIo> other) {
      return new Twice(other, backward, capabilities);
    }

    Twice backward(Consumer<KernelIo> other) {
      return new Twice(forward, other, capabilities);
    }

    Twice capabilities(Capabilities other) {
      return new Twice(forward, backward, other);
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(forward, backward);
    }

    @Override
    public String toString() {
      return "Twice";
    }
  }

  /** y = w x with one weight, but for what a test replaces. */
  private record OneWeight(Consumer<KernelIo> backward) implements Pointwise {
    static void toBottom(KernelIo io) {
      io.topDiff().muli(io.param(0).getFloat(0), io.bottomDiff());
    }

    static float slope(KernelIo io) {
      return (float) Nd4j.getBlasWrapper().dot(io.topDiff(), io.bottom());
    }

    @Override
    public List<ParamSpec> params(List<Shape> bottoms) {
      return List.of(ParamSpec.learned("weight", Shape.of(1), Filler.zeros()));
    }

    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_BOTTOMS;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(io -> io.bottom().muli(io.param(0).getFloat(0), io.top()), backward);
    }

    @Override
    public String toString() {
      return "OneWeight";
    }
  }

  /** The laws that a layer breaks, in one phase, with what is said of each. */
  private static Map<String, String> broken(Layer layer) {
    Map<String, String> broken = new LinkedHashMap<>();
    LayerContract.of(layer)
        .in(Phase.TRAIN)
        .on(SHAPE)
        .forEach(
            test -> {
              Throwable thrown = catchThrowable(() -> test.getExecutable().execute());
              if (thrown != null) {
                assertThat(thrown).isInstanceOf(AssertionError.class);
                broken.put(
                    test.getDisplayName().replaceAll(".*: ", ""),
                    String.valueOf(thrown.getMessage()));
              }
            });
    return broken;
  }

  private static void assertBreaks(String law, Layer layer, String... said) {
    Map<String, String> broken = broken(layer);
    assertThat(broken).containsOnlyKeys(law);
    assertThat(broken.get(law)).contains(said);
  }

  @Test
  void theUnbrokenOnesBreakNothing() {
    assertThat(broken(Twice.RIGHT)).isEmpty();
    assertThat(broken(new OneWeight(BrokenLayersTest::rightBackward))).isEmpty();
  }

  private static void rightBackward(KernelIo io) {
    if (io.wantsParamDiff(0)) {
      io.paramDiff(0).addi(OneWeight.slope(io));
    }
    if (io.wantsBottomDiff(0)) {
      OneWeight.toBottom(io);
    }
  }

  @Test
  void parametersThatChangeWhenAskedForAgain() {
    AtomicInteger asked = new AtomicInteger();
    record Fickle(AtomicInteger asked) implements Pointwise {
      @Override
      public List<ParamSpec> params(List<Shape> bottoms) {
        Mults mults = new Mults(asked.incrementAndGet(), 1);
        return List.of(ParamSpec.learned("weight", Shape.of(1), Filler.zeros(), mults));
      }

      @Override
      public Kernel kernel(KernelContext c) {
        return new OneWeight(BrokenLayersTest::rightBackward).kernel(c);
      }
    }
    assertBreaks("declaration", new Fickle(asked), "params() asked again");
  }

  @Test
  void aTopThatIsNotWritten() {
    Layer layer =
        Twice.RIGHT.forward(
            io -> {
              io.top().muli(0);
              io.top().addi(io.bottom()).muli(2);
            });
    assertBreaks(
        "forward", layer, "after forward: top 0 (2x3x5x7) is NaN at [0, 0, 0, 0]", "not written");
  }

  @Test
  void moreThanTheTopWritten() {
    Layer layer =
        Twice.RIGHT.forward(
            io -> {
              io.bottom().muli(2, io.top());
              if (io.top().length() == SHAPE.count()) {
                float[] twice = new float[(int) SHAPE.count() + 1];
                Host.read(io.top(), 0, twice, twice.length - 1);
                Host.write(twice, twice.length, io.top(), 0);
              }
            });
    assertBreaks(
        "forward", layer, "memory beside top 0 (2x3x5x7) was written, 210 elements from its start");
  }

  @Test
  void aBottomChangedByForward() {
    Layer layer = Twice.RIGHT.forward(io -> io.top().assign(io.bottom().muli(2)));
    assertBreaks("forward", layer, "after forward: bottom 0 (2x3x5x7) is wrong in 210 of 210");
  }

  @Test
  void aParameterChangedByForward() {
    record Forgetful() implements Pointwise {
      @Override
      public List<ParamSpec> params(List<Shape> bottoms) {
        return List.of(ParamSpec.state("steps", Shape.of(1), Filler.zeros()));
      }

      @Override
      public Kernel kernel(KernelContext c) {
        return Kernel.of(
            io -> {
              Twice.RIGHT.forward().accept(io);
              io.param(0).addi(1);
            },
            Twice.RIGHT.backward());
      }
    }
    assertThat(broken(new Forgetful())).isEmpty();
    List<String> failures = new ArrayList<>();
    LayerContract.of(new Forgetful())
        .in(Phase.TEST)
        .on(SHAPE)
        .forEach(
            test -> {
              Throwable thrown = catchThrowable(() -> test.getExecutable().execute());
              if (thrown != null) {
                failures.add(String.valueOf(thrown.getMessage()));
              }
            });
    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).contains("after forward: parameter 0 (steps) (1) is wrong");
  }

  @Test
  void aBottomDiffThatIsAddedTo() {
    Layer layer =
        Twice.RIGHT.backward(
            io -> {
              io.bottomDiff().muli(0);
              io.bottomDiff().addi(io.topDiff()).muli(2);
            });
    assertBreaks("backward", layer, "after backward: the diff of bottom 0 (2x3x5x7) is NaN");
  }

  @Test
  void topsReadByBackwardAgainstTheDeclaration() {
    Layer layer =
        Twice.RIGHT.backward(
            io -> {
              io.top().muli(0, io.bottomDiff());
              io.bottomDiff().addi(io.topDiff()).muli(2);
            });
    assertBreaks("backward", layer, "the diff of bottom 0 (2x3x5x7) is NaN", "must not be read");
    assertThat(broken(((Twice) layer).capabilities(Capabilities.READS_TOPS))).isEmpty();
  }

  @Test
  void aTopDiffChangedByBackward() {
    Layer layer = Twice.RIGHT.backward(io -> io.bottomDiff().assign(io.topDiff().muli(2)));
    assertBreaks("backward", layer, "after backward: the diff of top 0 (2x3x5x7) is wrong");
  }

  @Test
  void aWrongGradient() {
    Layer layer = Twice.RIGHT.backward(io -> io.topDiff().muli(2.01, io.bottomDiff()));
    assertBreaks(
        "gradient", layer, "gradient of bottom0 (2x3x5x7): 210 of 210 elements checked are wrong");
  }

  @Test
  void aGradientWrongInOnePixel() {
    Layer layer =
        Twice.RIGHT.backward(
            io -> {
              io.topDiff().muli(2, io.bottomDiff());
              for (int n = 0; n < io.bottomDiff().size(0); n++) {
                io.bottomDiff().putScalar(n, 2, 4, 6, 0);
              }
            });
    assertBreaks(
        "gradient", layer, "2 of 210 elements checked are wrong, the worst at [0, 2, 4, 6]");
  }

  @Test
  void aParameterDiffThatIsOverwritten() {
    Layer layer =
        new OneWeight(
            io -> {
              if (io.wantsParamDiff(0)) {
                io.paramDiff(0).assign(OneWeight.slope(io));
              }
              if (io.wantsBottomDiff(0)) {
                OneWeight.toBottom(io);
              }
            });
    assertBreaks(
        "accumulation", layer, "second backward: gradient of parameter 0 (weight) (1) is wrong");
  }

  @Test
  void aGradientThatNobodyWants() {
    Layer layer =
        new OneWeight(
            io -> {
              io.paramDiff(0).addi(OneWeight.slope(io));
              OneWeight.toBottom(io);
            });
    assertBreaks("wanted", layer, "backward asks for paramDiff(0), which is not wanted");
  }

  @Test
  void aGradientThatDependsOnAnotherBeingWanted() {
    Layer layer =
        new OneWeight(
            io -> {
              if (io.wantsBottomDiff(0)) {
                rightBackward(io);
              }
            });
    assertBreaks("wanted", layer, "where no other is wanted: gradient of parameter 0 (weight)");
  }

  @Test
  void randomNumbersOfALayerThatIsNotStochastic() {
    float[] factor = {0};
    Layer layer =
        new Twice(
            io -> {
              factor[0] = 1 + io.random().uniform(0);
              io.bottom().muli(factor[0], io.top());
            },
            io -> io.topDiff().muli(factor[0], io.bottomDiff()),
            Capabilities.READS_NOTHING);
    assertBreaks("repetition", layer, "another iteration of a layer that is not stochastic");
  }

  @Test
  void theSameRandomNumbersInEveryIteration() {
    CounterRandom random = CounterRandom.seeded(1);
    Layer layer =
        new Twice(
            io -> io.bottom().muli(random.uniform(0), io.top()),
            io -> io.topDiff().muli(random.uniform(0), io.bottomDiff()),
            Capabilities.READS_NOTHING.andStochastic());
    assertBreaks("repetition", layer, "another iteration of a stochastic layer", "the same tops");
  }

  @Test
  void forwardThatCannotBeInPlace() {
    Layer layer =
        Twice.RIGHT
            .capabilities(Capabilities.READS_NOTHING.andInPlace())
            .forward(
                io -> {
                  io.top().assign(0f);
                  io.top().addi(io.bottom()).muli(2);
                });
    assertBreaks("in place", layer, "in place: top 0 (2x3x5x7) is wrong");
  }

  @Test
  void backwardThatCannotBeInPlace() {
    Layer layer =
        Twice.RIGHT
            .capabilities(Capabilities.READS_NOTHING.andInPlace())
            .backward(
                io -> {
                  io.bottomDiff().assign(0f);
                  io.bottomDiff().addi(io.topDiff()).muli(2);
                });
    assertBreaks("in place", layer, "in place: gradient of bottom 0 (2x3x5x7) is wrong");
  }

  @Test
  void aTopOfAnotherSizeThatCannotBeInPlace() {
    record Total() implements Pointwise {
      @Override
      public Shape shape(Shape x) {
        return Shape.of();
      }

      @Override
      public Capabilities capabilities() {
        return Capabilities.READS_NOTHING.andInPlace().andMixesBatch();
      }

      @Override
      public Kernel kernel(KernelContext c) {
        return Kernel.of(
            io -> io.top().assign(io.bottom().sumNumber().floatValue()),
            io -> io.bottomDiff().assign(io.topDiff().getFloat(0)));
      }
    }
    assertBreaks("in place", new Total(), "top 0 (scalar) never took the memory of bottom 0");
  }

  @Test
  void imagesThatDependOnTheirBatch() {
    Layer layer =
        new Twice(
            io -> io.bottom().muli(io.bottom().size(0), io.top()),
            io -> io.topDiff().muli(io.bottomDiff().size(0), io.bottomDiff()),
            Capabilities.READS_NOTHING);
    assertBreaks("batch", layer, "a batch of two against two of one: top 0 (2x3x5x7) is wrong");
    assertThat(broken(((Twice) layer).capabilities(Capabilities.READS_NOTHING.andMixesBatch())))
        .isEmpty();
  }

  @Test
  void memoryMadeForTheFirstSizeOnly() {
    List<INDArray> first = new ArrayList<>();
    Layer layer =
        Twice.RIGHT
            .capabilities(Capabilities.READS_NOTHING.andMixesBatch())
            .forward(
                io -> {
                  if (first.isEmpty()) {
                    first.add(Nd4j.create(DataType.FLOAT, io.top().shape()).addi(2));
                  }
                  io.bottom().muli(first.get(0), io.top());
                });
    assertBreaks("sizes", layer, "failed with");
  }

  @Test
  void memorySharedBetweenThreads() {
    Map<Long, INDArray> shared = new ConcurrentHashMap<>();
    Layer layer =
        Twice.RIGHT.forward(
            io -> {
              INDArray buffer =
                  shared.computeIfAbsent(
                      io.top().length(), n -> Nd4j.create(DataType.FLOAT, io.top().shape()));
              io.bottom().muli(2, buffer);
              // Time for the other thread to come between.
              LockSupport.parkNanos(200_000);
              io.top().assign(buffer);
            });
    assertBreaks("threads", layer, "in one of the threads", "beside the other one: top 0");
  }

  @Test
  void anArrayMadeByEveryForward() {
    Layer layer = Twice.RIGHT.forward(io -> io.top().assign(io.bottom().mul(2)));
    assertBreaks("allocation", layer, "forward after 3 runs", "bytes of native memory left behind");
  }

  @Test
  void anArrayMadeByEveryBackward() {
    Layer layer = Twice.RIGHT.backward(io -> io.bottomDiff().assign(io.topDiff().mul(2)));
    assertBreaks(
        "allocation", layer, "backward after 3 runs", "bytes of native memory left behind");
  }

  @Test
  void theWholeText() {
    Layer layer = Twice.RIGHT.backward(io -> io.topDiff().muli(3, io.bottomDiff()));
    DynamicTest gradient =
        LayerContract.of(layer)
            .in(Phase.TEST)
            .on(Shape.of(1, 1, 1, 1))
            .filter(test -> test.getDisplayName().endsWith(": gradient"))
            .findFirst()
            .orElseThrow();
    assertThat(gradient.getDisplayName()).isEqualTo("Twice on 1x1x1x1 in TEST: gradient");
    assertThat(catchThrowable(() -> gradient.getExecutable().execute()))
        .hasMessage(
            """
            layer Twice on 1x1x1x1 in TEST breaks the law 'gradient'
              wrong gradients of net 'contract' in TEST
              gradient of bottom0 (1x1x1x1): 1 of 1 elements checked are wrong, the worst at [0, 0, 0, 0]:
                found     3.5951958
                expected  2.39680 +- 3.6e-03 by finite differences
              The law: backward gives the gradients of forward, by every bottom that gradients flow to and \
            every learned parameter""");
  }
}
