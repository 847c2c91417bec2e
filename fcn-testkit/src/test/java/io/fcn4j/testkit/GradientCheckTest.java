package io.fcn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.Times;
import io.fcn4j.core.Arity;
import io.fcn4j.core.Blob;
import io.fcn4j.core.Capabilities;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Node;
import io.fcn4j.core.ParamRule;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.testkit.SampleLayers.Centre;
import io.fcn4j.testkit.SampleLayers.Copies;
import io.fcn4j.testkit.SampleLayers.Drop;
import io.fcn4j.testkit.SampleLayers.Floor;
import io.fcn4j.testkit.SampleLayers.HalfSquares;
import io.fcn4j.testkit.SampleLayers.Pointwise;
import io.fcn4j.testkit.SampleLayers.Rectify;
import io.fcn4j.testkit.SampleLayers.Steep;
import io.fcn4j.testkit.SampleLayers.TwiceLess;
import io.fcn4j.testkit.SampleLayers.Weigh;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class GradientCheckTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4, 5);

  private static INDArray values(double scale) {
    INDArray array = Nd4j.create(DataType.FLOAT, SHAPE.dims());
    Host.fill(array, i -> (float) (scale * Math.sin(1 + 3.0 * i)));
    return array;
  }

  private static Net oneLayer(Layer layer) {
    NetBuilder b = NetBuilder.named("one");
    b.add("layer", layer, b.input("x", SHAPE));
    return b.build(1);
  }

  /** y = x, with a gradient that is right, but for what a test does to it. */
  private record Claimed(double factor, double offset) implements Pointwise {
    @Override
    public Capabilities capabilities() {
      return Capabilities.READS_NOTHING;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> io.top().assign(io.bottom()),
          io -> {
            io.topDiff().muli(factor, io.bottomDiff());
            io.bottomDiff().addi(offset);
          });
    }
  }

  /** Two branches that share a parameter, in place on the way, a stochastic layer, two losses. */
  private static Net net() {
    NetBuilder b = NetBuilder.named("branches");
    Blob x = b.input("x", SHAPE);
    Blob label = b.input("label", SHAPE);
    Blob left = shared(b, "left", b.add("double", new Times(2), x), label);
    Blob right = shared(b, "right", b.add("centre", new Centre(), x), label);
    Blob sum = b.add("sum", new TwiceLess(), b.addInPlace("rectify", new Rectify(), left), right);
    List<Blob> copies = b.addAll("copies", new Copies(2), b.add("drop", new Drop(), sum));
    b.loss("small", 0.1f, new HalfSquares(), copies.get(0));
    return b.loss("large", 3, new HalfSquares(), b.add("steep", new Steep(3), copies.get(1)))
        .build(1);
  }

  private static Blob shared(NetBuilder b, String name, Blob x, Blob label) {
    Node node = Node.of(name, new Weigh(), List.of(x.name(), label.name()));
    return b.add(node.withParams(ParamRule.sharedAs("weight"))).get(0);
  }

  private static Net withWeights(Net net) {
    net.params().set("left.0", values(1).get(NDArrayIndex.interval(0, 1)));
    return net;
  }

  @Test
  void aNetOfManyBranchesIsRightInBothPhases() {
    for (Phase phase : Phase.values()) {
      assertThatCode(
              () ->
                  GradientCheck.of(withWeights(net()))
                      .inputs(Map.of("x", values(1), "label", values(0.5)))
                      .in(phase)
                      .check())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theNetIsLeftAsItWas() {
    Net net = withWeights(net());
    Map<String, INDArray> inputs = Map.of("x", values(1), "label", values(0.5));
    INDArray weights = net.params().get("left.0").array().dup();
    INDArray mean = net.params().get("centre.0").array().dup();
    GradientCheck.of(net).inputs(inputs).check();
    assertThat(net.params().get("left.0").array()).isEqualTo(weights);
    assertThat(net.params().get("centre.0").array()).isEqualTo(mean);
    assertThat(inputs.get("x")).isEqualTo(values(1));
  }

  @Test
  void wrongByLittleMoreThanTheToleranceIsWrong() {
    Map<String, INDArray> inputs = Map.of("x", values(1));
    GradientCheck.of(oneLayer(new Claimed(1.0005, 0))).inputs(inputs).check();
    GradientCheck.of(oneLayer(new Claimed(1.005, 0))).inputs(inputs).tolerance(0.01).check();
    assertThatThrownBy(
            () -> GradientCheck.of(oneLayer(new Claimed(1.005, 0))).inputs(inputs).check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("wrong gradients of net 'one' in TRAIN")
        .hasMessageContaining("120 of 120 elements checked are wrong");
  }

  @Test
  void aGradientWhereThereIsNoneIsWrong() {
    Net net = oneLayer(new Claimed(0, 0.5));
    assertThatThrownBy(() -> GradientCheck.of(net).inputs(Map.of("x", values(1))).check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("found     0.5");
  }

  @Test
  void largeValuesAreNoMatter() {
    GradientCheck.of(oneLayer(new Claimed(1, 0))).inputs(Map.of("x", values(1e6))).check();
    GradientCheck.of(oneLayer(new Rectify())).inputs(Map.of("x", values(1e6))).check();
  }

  @Test
  void elementsAreChosen() {
    assertThatThrownBy(
            () ->
                GradientCheck.of(oneLayer(new Claimed(2, 0)))
                    .inputs(Map.of("x", values(1)))
                    .elements(17)
                    .check())
        .hasMessageContaining("17 of 17 elements checked are wrong");
  }

  @Test
  void ignoredOutputsAreNotDifferentiated() {
    record FirstOnly() implements Layer {
      @Override
      public Arity arity() {
        return Arity.of(1, 2);
      }

      @Override
      public List<Shape> shapes(List<Shape> bottoms) {
        return List.of(bottoms.get(0), bottoms.get(0));
      }

      @Override
      public Kernel kernel(KernelContext c) {
        return Kernel.of(
            io -> {
              io.top(0).assign(io.bottom());
              io.top(1).assign(io.bottom());
            },
            io -> io.bottomDiff().assign(io.topDiff(0)));
      }
    }
    GradientCheck check =
        GradientCheck.of(oneLayer(new FirstOnly())).inputs(Map.of("x", values(1)));
    check.ignoring("layer_1").check();
    assertThatThrownBy(check::check).isInstanceOf(AssertionError.class);
  }

  @Test
  void kinksEverywhereSayNothing() {
    record Stairs() implements Pointwise {
      @Override
      public Kernel kernel(KernelContext c) {
        NdOp floor = NdOp.named("floor");
        return Kernel.of(
            io -> floor.run(io.top(), io.bottom()), io -> io.bottomDiff().assign(io.topDiff()));
      }
    }
    INDArray atTheSteps = Nd4j.zeros(DataType.FLOAT, SHAPE.dims());
    Net net = oneLayer(new Stairs());
    assertThatThrownBy(() -> GradientCheck.of(net).inputs(Map.of("x", atTheSteps)).check())
        .hasMessageContaining("120 of 120 elements checked lie at kinks or steps")
        .hasMessageContaining("choose other values or a wider range");
  }

  @Test
  void nothingToCheckIsRefused() {
    assertThatThrownBy(
            () -> GradientCheck.of(oneLayer(new Floor())).inputs(Map.of("x", values(1))).check())
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "gradient check of net 'one': nothing that the inputs [x] reach has a gradient");
  }
}
