package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.TestLayers.Add;
import io.fcn4j.core.TestLayers.Square;
import io.fcn4j.core.TestLayers.SumLoss;
import io.fcn4j.core.TestLayers.Times;
import io.fcn4j.core.TestLayers.Weigh;
import io.fcn4j.core.solver.UpdateRule;
import io.fcn4j.core.solver.UpdateStep;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SessionTest {
  private static final Shape SHAPE = Shape.of(1, 1, 2, 2);

  private static INDArray array(float... values) {
    return Nd4j.createFromArray(values).reshape(1, 1, 2, 2);
  }

  /** loss = sum((w x)^2 + 3 (w x)), so d/dw = 2 w x^2 + 3 x and d/dx = 2 w^2 x + 3 w. */
  private static Net polynomial() {
    NetBuilder b = NetBuilder.named("polynomial");
    Blob x = b.input("x", SHAPE);
    Blob wx = b.add("weigh", new Weigh(Filler.constant(2)), x);
    Blob sum =
        b.add(
            "add", new Add(), b.add("square", new Square(), wx), b.add("triple", new Times(3), wx));
    return b.loss("loss", new SumLoss(), sum).build(1);
  }

  @Test
  void gradientsAreSummedOverReadersAndAccumulated() {
    Net net = polynomial();
    SessionOptions options = SessionOptions.DEFAULT.allGradients();
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN, options)) {
      Outputs outputs = session.forward(Map.of("x", array(1, 2, 3, 4)));
      assertThat(outputs.loss()).isEqualTo(4 * 30 + 6 * 10);
      session.backward();
      assertThat(session.gradient("x")).isEqualTo(array(14, 22, 30, 38));
      assertThat(session.gradient("weigh.0")).isEqualTo(array(7, 22, 45, 76));
      session.forward(Map.of("x", array(1, 2, 3, 4)));
      session.backward();
      assertThat(session.gradient("weigh.0")).isEqualTo(array(14, 44, 90, 152));
    }
  }

  @Test
  void updateMovesParametersAndClearsGradients() {
    Net net = polynomial();
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      session.forward(Map.of("x", array(1, 2, 3, 4)));
      session.backward();
      long version = net.params().version();
      session.update(new UpdateStep(new UpdateRule.Sgd(0.9), 0.1, 0, 0, false, 0, 1));
      assertThat(net.params().get("weigh.0").array()).isEqualTo(array(1.3f, -0.2f, -2.5f, -5.6f));
      assertThat(session.gradient("weigh.0")).isEqualTo(array(0, 0, 0, 0));
      assertThat(net.params().version()).isGreaterThan(version);
    }
  }

  @Test
  void outputsExpireAndInnerBlobsAreNotReadable() {
    try (Session session = Engines.nd4j().open(polynomial(), Phase.TEST)) {
      Outputs first = session.forward(Map.of("x", array(1, 2, 3, 4)));
      assertThatThrownBy(() -> first.get("square")).hasMessageContaining("keep(\"square\")");
      session.forward(Map.of("x", array(1, 2, 3, 4)));
      assertThatThrownBy(() -> first.get("loss")).hasMessageContaining("run forward again");
    }
  }

  @Test
  void outputsExpireWithTheirSession() {
    Outputs outputs;
    try (Session session = Engines.nd4j().open(polynomial(), Phase.TEST)) {
      outputs = session.forward(Map.of("x", array(1, 2, 3, 4)));
    }
    assertThatThrownBy(outputs::loss).hasMessageContaining("or is closed");
  }

  @Test
  void backwardRunsOnceForEveryForward() {
    SessionOptions options = SessionOptions.DEFAULT.allGradients();
    try (Session session = Engines.nd4j().open(polynomial(), Phase.TRAIN, options)) {
      assertThatThrownBy(session::backward).hasMessage("backward: there has been no forward pass");
      session.forward(Map.of("x", array(1, 2, 3, 4)));
      assertThatThrownBy(() -> session.gradient("x"))
          .hasMessage("gradient of 'x': backward has not run since the last forward pass");
      session.backward();
      assertThatThrownBy(session::backward)
          .isInstanceOf(FcnException.class)
          .hasMessageEndingWith("has overwritten its values; run forward again");
      assertThat(session.gradient("x")).isEqualTo(array(14, 22, 30, 38));
    }
  }

  /** Refuses negative numbers. */
  private record Positive() implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.of(
          io -> {
            if (io.bottom().minNumber().doubleValue() < 0) {
              throw new FcnException("found a negative number");
            }
            io.top().assign(io.bottom());
          },
          io -> io.bottomDiff().assign(io.topDiff()));
    }
  }

  @Test
  void aKernelsErrorNamesItsLayerAndLeavesNothingToGoBackFrom() {
    NetBuilder b = NetBuilder.named("picky");
    Blob x = b.add("weigh", new Weigh(Filler.constant(1)), b.input("x", SHAPE));
    b.loss("loss", new SumLoss(), b.add("check", new Positive(), x));
    try (Session session = Engines.nd4j().open(b.build(0), Phase.TRAIN)) {
      assertThatThrownBy(() -> session.forward(Map.of("x", array(1, -2, 3, 4))))
          .isInstanceOf(FcnException.class)
          .hasMessage("layer 'check' (Positive): found a negative number");
      assertThatThrownBy(session::backward)
          .hasMessage("backward: the last forward pass has failed; run forward again");
    }
  }

  @Test
  void aRestoredHistoryMovesParametersThatNoBatchHasReached() {
    NetBuilder b = NetBuilder.named("two losses");
    b.loss("one", new SumLoss(), b.add("left", new Weigh(Filler.constant(1)), b.input("x", SHAPE)));
    b.loss(
        "two", new SumLoss(), b.add("right", new Weigh(Filler.constant(1)), b.input("y", SHAPE)));
    Net net = b.build(0);
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      session.restoreHistory(Map.of("0:right.0", array(2, 2, 2, 2)));
      session.forward(Map.of("x", array(1, 1, 1, 1)));
      session.backward();
      session.update(new UpdateStep(new UpdateRule.Sgd(0.5), 1, 0, 0, false, 0, 1));
      assertThat(net.params().get("right.0").array()).isEqualTo(array(0, 0, 0, 0));
    }
  }

  @Test
  void aHistoryOfAnotherNetOrRuleIsRefused() {
    try (Session session = Engines.nd4j().open(polynomial(), Phase.TRAIN)) {
      assertThatThrownBy(() -> session.restoreHistory(Map.of("0:weigh.0", Nd4j.zeros(1, 1, 2, 1))))
          .isInstanceOf(ShapeException.class)
          .hasMessageStartingWith("history '0:weigh.0': found 1x1x2x1, expected 1x1x2x2");
      assertThatThrownBy(() -> session.restoreHistory(Map.of("0:other.0", array(1, 1, 1, 1))))
          .hasMessageContaining("the net has no parameter 'other.0'");
      session.forward(Map.of("x", array(1, 2, 3, 4)));
      session.backward();
      session.update(new UpdateStep(new UpdateRule.Sgd(0), 1, 0, 0, false, 0, 1));
      UpdateStep other = new UpdateStep(new UpdateRule.AdaGrad(1), 1, 0, 0, false, 0, 1);
      assertThatThrownBy(() -> session.update(other))
          .hasMessageContaining("the rule was SGD and now is AdaGrad");
    }
  }

  @Test
  void keptBlobsAreReadable() {
    SessionOptions options = SessionOptions.DEFAULT.keep("weigh");
    try (Session session = Engines.nd4j().open(polynomial(), Phase.TEST, options)) {
      Outputs outputs = session.forward(Map.of("x", array(1, 2, 3, 4)));
      assertThat(outputs.get("weigh")).isEqualTo(array(2, 4, 6, 8));
    }
  }

  @Test
  void aClosedSessionRefuses() {
    Session session = Engines.nd4j().open(polynomial(), Phase.TEST);
    session.close();
    assertThatThrownBy(() -> session.forward(Map.of("x", array(1, 2, 3, 4))))
        .hasMessage("this session is closed");
    assertThatThrownBy(() -> session.iteration(1)).hasMessage("this session is closed");
    assertThatThrownBy(session::history).hasMessage("this session is closed");
    assertThatThrownBy(() -> session.restoreHistory(Map.of())).hasMessage("this session is closed");
    assertThatThrownBy(() -> session.plan(Map.of("x", SHAPE))).hasMessage("this session is closed");
    assertThatThrownBy(session::sync).hasMessage("this session is closed");
  }

  @Test
  void memoryIsReusedAndInPlaceLayersTakeNone() {
    NetBuilder b = NetBuilder.named("chain");
    Blob x = b.input("x", 1);
    for (int i = 0; i < 20; i++) {
      x = b.add("square" + i, new Square(), b.add("times" + i, new Times(1), x));
    }
    Net net = b.build(1);
    Map<String, Shape> inputs = Map.of("x", Shape.of(1, 1, 100, 100));
    try (Session test = Engines.nd4j().open(net, Phase.TEST)) {
      assertThat(test.plan(inputs).bytes()).isEqualTo(2 * 40_000);
      assertThat(test.plan(inputs).describe()).contains("times7").contains("in place");
    }
  }

  @Test
  void cropTakesTheWindowAndReturnsItsGradient() {
    NetBuilder b = NetBuilder.named("crop");
    Blob x = b.input("x", Shape.of(2, 1, 3, 4));
    Blob reference = b.input("reference", Shape.of(2, 1, 2, 2));
    b.add("crop", new Crop(2, java.util.List.of(1L, 2L)), x, reference);
    SessionOptions options = SessionOptions.DEFAULT.allGradients().takeDiffs("crop");
    try (Session session = Engines.nd4j().open(b.build(0), Phase.TEST, options)) {
      INDArray in =
          Nd4j.arange(24).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT).reshape(2, 1, 3, 4);
      Outputs out = session.forward(Map.of("x", in, "reference", Nd4j.zeros(2, 1, 2, 2)));
      assertThat(out.get("crop").data().asFloat()).containsExactly(6, 7, 10, 11, 18, 19, 22, 23);
      session.backward(Map.of("crop", Nd4j.ones(2, 1, 2, 2)));
      assertThat(session.gradient("x").data().asFloat())
          .containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1);
    }
  }

  /** Tells when it runs, and waits until it may go on. */
  private record Waiting(CountDownLatch running, CountDownLatch goOn) implements UnaryLayer {
    @Override
    public Shape shape(Shape x) {
      return x;
    }

    @Override
    public Kernel kernel(KernelContext c) {
      return Kernel.forwardOnly(
          io -> {
            running.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            io.top().assign(io.bottom());
          });
    }
  }

  @Test
  void aSecondThreadIsRefusedWhileTheFirstIsAtWork() throws Exception {
    Waiting layer = new Waiting(new CountDownLatch(1), new CountDownLatch(1));
    NetBuilder b = NetBuilder.named("slow");
    b.add("wait", layer, b.input("x", SHAPE));
    Map<String, INDArray> inputs = Map.of("x", array(1, 2, 3, 4));
    try (Session session = Engines.nd4j().open(b.build(0), Phase.TEST)) {
      Thread first = new Thread(() -> session.forward(inputs), "first");
      first.start();
      layer.running.await();
      assertThatThrownBy(() -> session.forward(inputs))
          .isInstanceOf(FcnException.class)
          .hasMessageContaining("this session is in use by thread 'first'");
      assertThatThrownBy(session::close)
          .hasMessage("this session can't be closed: thread 'first' is using it");
      layer.goOn.countDown();
      first.join();
      assertThat(session.forward(inputs).get("wait")).isEqualTo(array(1, 2, 3, 4));
    }
  }

  @Test
  void undeclaredOutputsMayBeOutOfReachAndDeclaredOnesMayNot() {
    NetBuilder b = NetBuilder.named("outputs");
    Blob x = b.input("x", SHAPE);
    Blob y = b.input("y", SHAPE);
    b.add("square", new Square(), x);
    Blob sum = b.add("sum", new Add(), x, y);
    Map<String, INDArray> onlyX = Map.of("x", array(1, 2, 3, 4));
    try (Session session = Engines.nd4j().open(b.build(0), Phase.TEST)) {
      assertThat(session.forward(onlyX).views()).containsOnlyKeys("square");
    }
    try (Session session = Engines.nd4j().open(b.output(sum).build(0), Phase.TEST)) {
      assertThatThrownBy(() -> session.forward(onlyX))
          .isInstanceOf(GraphException.class)
          .hasMessage(
              "output 'sum' is not reached from the inputs [x]; the net's inputs are [x, y]");
    }
  }

  /** A loss that is reached later brings parameters that were not learned before. */
  @Test
  void parametersThatAreReachedLaterAreLearnedToo() {
    NetBuilder b = NetBuilder.named("two losses");
    Blob x = b.input("x", SHAPE);
    Blob y = b.input("y", SHAPE);
    b.loss("one", new SumLoss(), b.add("left", new Weigh(Filler.constant(1)), x));
    b.loss("two", new SumLoss(), b.add("right", new Weigh(Filler.constant(1)), y));
    Net net = b.build(0);
    UpdateStep step = new UpdateStep(new UpdateRule.Sgd(0), 1, 0, 0, false, 0, 1);
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      assertThatThrownBy(() -> session.update(step))
          .hasMessage("update: there are no gradients; run backward first");
      session.forward(Map.of("x", array(1, 1, 1, 1)));
      session.backward();
      session.update(step);
      session.forward(Map.of("x", array(1, 1, 1, 1), "y", array(1, 2, 3, 4)));
      session.backward();
      session.update(step);
    }
    assertThat(net.params().get("left.0").array()).isEqualTo(array(-1, -1, -1, -1));
    assertThat(net.params().get("right.0").array()).isEqualTo(array(0, -1, -2, -3));
  }
}
