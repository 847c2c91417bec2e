package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.TestLayers.Times;
import io.fcn4j.core.TestLayers.Weigh;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Nets that no machine holds, and nets that numbers cannot describe. */
class HugeNetsTest {
  @Test
  void parametersLargerThanMemoryAreRefusedBeforeAnyIsMade() {
    NetBuilder b = NetBuilder.named("huge");
    Blob small = b.add("small", new Weigh(Filler.zeros()), b.input("x", Shape.of(3)));
    b.add("large", new Weigh(Filler.zeros()), b.input("y", Shape.of(1L << 42)));
    assertThat(small).isNotNull();
    assertThatThrownBy(() -> b.build(1))
        .isInstanceOf(MemoryException.class)
        .hasMessageMatching(
            "(?s)out of memory: the parameters of 'huge' need 17,592,186 MB and [\\d,]+ MB are"
                + " free; the largest are\\R"
                + "  large\\.0 +4398046511104 +17,592,186 MB\\R"
                + "  small\\.0 +3 +0 MB\\R"
                + "Use a smaller net, or free memory");
  }

  /** A layer whose cells lie so far apart. */
  private record Stride(long stride) implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public CoordMap coordMap() {
      CoordMap.Axis axis = CoordMap.Axis.window(1, stride, 0, 1);
      return CoordMap.of(axis, axis);
    }

    @Override
    public Kernel kernel(KernelContext context) {
      throw new AssertionError("only its place is asked for");
    }
  }

  @Test
  void coordinatesBeyondWhatNumbersHoldAreNone() {
    NetBuilder b = NetBuilder.named("far");
    Blob x = b.input("x", 1);
    Blob one = b.add("one", new Stride(1L << 40), x);
    Blob two = b.add("two", new Stride(1L << 40), one);
    Graph graph = b.graph();
    assertThat(graph.coordMap(one, x)).isPresent();
    assertThat(graph.coordMap(two, x)).isEqualTo(Optional.empty());
    assertThat(b.startsWithin(x, two)).isFalse();
    assertThatThrownBy(() -> b.cropLike("crop", two, x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("layer 'two' (Stride) strides too far for exact coordinates");
  }

  /** As many times its elements as no number holds. */
  private record Overflowing() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return Shape.of(Math.multiplyExact(x.n(), Long.MAX_VALUE));
    }

    @Override
    public Kernel kernel(KernelContext context) {
      throw new AssertionError("it has no shape");
    }
  }

  @Test
  void sizesBeyondWhatNumbersHoldNameTheLayer() {
    NetBuilder b = NetBuilder.named("overflow");
    Blob x = b.input("x", Shape.of(2));
    assertThatThrownBy(() -> b.add("far", new Overflowing(), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "layer 'far' (Overflowing): its sizes are too large to be computed\n  x              2");
  }

  @Test
  void aNetOfManyLayersTakesNoLongerForEachOfThem() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          NetBuilder b = NetBuilder.named("long");
          Blob x = b.input("x", Shape.of(1));
          for (int i = 0; i < 20_000; i++) {
            x = b.add("t" + i, new Times(2), b.add("w" + i, new Weigh(Filler.zeros()), x));
          }
          assertThat(b.graph().nodes()).hasSize(40_000);
        });
  }

  @Test
  void aNodeThatIsRefusedLeavesNoParameters() {
    NetBuilder b = NetBuilder.named("again");
    Blob x = b.input("x", Shape.of(2));
    Node node = Node.of("w", new Weigh(Filler.zeros()), List.of("x"));
    ParamRule rule = new ParamRule("shared", false, null);
    assertThatThrownBy(() -> b.add(node.withParams(rule, rule)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("found rules for 2 parameters, but the layer has 1");
    b.add("v", new Weigh(Filler.zeros()), x);
    assertThat(b.graph().paramSpecs()).containsOnlyKeys("v.0");
  }
}
