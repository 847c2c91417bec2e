package io.fcn4j.onednn;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Precision;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.slf4j.LoggerFactory;

class OneDnnEngineTest {
  private static final Shape SMALL = Shape.of(1, 3, 40, 36);
  private static final Shape LARGE = Shape.of(1, 3, 64, 72);
  private static final Engine ENGINE = new OneDnnEngine();

  /** Winograd, direct, wide and depthwise weights. */
  private static Net net() {
    NetBuilder b = NetBuilder.named("all kinds");
    var score =
        b.from(b.input("x", 3))
            .add("conv1", conv(32).kernel(3).pad(1))
            .add("relu1", relu())
            .add("conv2", conv(128).kernel(3).pad(1))
            .add("relu2", relu())
            .add("pool2", maxPool(2))
            .add("fc6", conv(128).kernel(7))
            .add("relu6", relu())
            .add("score", conv(5))
            .add("up", deconv(5).kernel(4).stride(2).bilinear().frozen())
            .blob();
    return b.output(score).build(1);
  }

  private static INDArray image(Shape shape) {
    return BothEngines.random(shape, "image");
  }

  private static INDArray run(Session session, Shape shape) {
    return session.forward(Map.of("x", image(shape))).get("up");
  }

  private static INDArray expected(Net net, Shape shape) {
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      return run(session, shape);
    }
  }

  @Test
  void isFoundAndChosen() {
    assertThat(Engines.named("onednn").describe()).startsWith("oneDNN 3.1");
    assertThat(Engines.best().name()).isEqualTo("onednn");
  }

  @Test
  void sizesComeAndGo() {
    Net net = net();
    INDArray small = expected(net, SMALL);
    INDArray large = expected(net, LARGE);
    try (Session session = ENGINE.open(net, Phase.TEST)) {
      for (int i = 0; i < 3; i++) {
        BothEngines.agree("small", run(session, SMALL), small);
        BothEngines.agree("large", run(session, LARGE), large);
      }
    }
  }

  /** Weights are packed once, and again when they have changed. */
  @Test
  void changedWeightsAreSeen() {
    Net net = net();
    try (Session session = ENGINE.open(net, Phase.TEST)) {
      run(session, SMALL);
      for (String key : List.of("conv2.0", "fc6.0", "score.0", "up.0")) {
        net.params().set(key, BothEngines.random(net.params().get(key).shape(), key));
        BothEngines.agree(key, run(session, SMALL), expected(net, SMALL));
      }
    }
  }

  @Test
  void manySessionsInManyThreads() throws Exception {
    Net net = net();
    INDArray expected = expected(net, SMALL);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<INDArray>> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Engine engine = i % 2 == 0 ? ENGINE : ENGINE.threads(1);
      results.add(
          threads.submit(
              () -> {
                try (Session session = engine.open(net, Phase.TEST)) {
                  run(session, LARGE);
                  return run(session, SMALL);
                }
              }));
    }
    for (Future<INDArray> result : results) {
      BothEngines.agree("result", result.get(), expected);
    }
    threads.shutdown();
  }

  /** Primitives made in one thread run in another. */
  @Test
  void aSessionMovesBetweenThreads() throws Exception {
    Net net = net();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Session session = ENGINE.open(net, Phase.TEST)) {
      INDArray here = run(session, SMALL);
      INDArray there = other.submit(() -> run(session, SMALL)).get();
      assertThat(there).isEqualTo(here);
    }
    other.shutdown();
  }

  @Test
  void releasesPlainWeights() {
    Net net = net();
    INDArray small = expected(net, SMALL);
    INDArray large = expected(net, LARGE);
    SessionOptions options = SessionOptions.DEFAULT.releasePlainWeights();
    try (Session session = ENGINE.open(net, Phase.TEST, options)) {
      BothEngines.agree("small", run(session, SMALL), small);
      BothEngines.agree("large", run(session, LARGE), large);
      net.params().touch();
      BothEngines.agree("touched", run(session, SMALL), small);
      assertThat(net.params().get("fc6.0").isReleased()).isTrue();
      assertThat(net.params().get("fc6.1").isReleased()).isFalse();
      assertThatThrownBy(() -> net.params().get("fc6.0").array())
          .isInstanceOf(FcnException.class)
          .hasMessageContaining("'fc6.0'")
          .hasMessageContaining("load the weights into a new net");
      try (Session plain = Engines.nd4j().open(net, Phase.TEST)) {
        assertThatThrownBy(() -> run(plain, SMALL)).hasMessageContaining("has been released");
      }
    }
  }

  @Test
  void weightsThatOthersReadAreNotReleased() {
    Net net = net();
    SessionOptions options = SessionOptions.DEFAULT.releasePlainWeights();
    try (Session other = Engines.nd4j().open(net, Phase.TEST);
        Session session = ENGINE.open(net, Phase.TEST, options)) {
      run(session, SMALL);
      assertThat(net.params().get("fc6.0").isReleased()).isFalse();
      run(other, SMALL);
    }
    assertThatThrownBy(() -> ENGINE.open(net, Phase.TRAIN, options))
        .hasMessageContaining("found phase TRAIN, expected TEST");
  }

  @Test
  void viewsAndOtherTypesAreCopied() {
    Net net = net();
    INDArray wide = BothEngines.random(Shape.of(1, 36, 40, 3), "wide").permute(0, 3, 2, 1);
    INDArray view =
        BothEngines.random(Shape.of(1, 3, 40, 40), "view")
            .get(
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.interval(2, 38));
    INDArray doubles = view.castTo(DataType.DOUBLE);
    Logger logger = (Logger) LoggerFactory.getLogger("io.fcn4j.core.program.GivenInput");
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(told);
    try (Session session = ENGINE.open(net, Phase.TEST);
        Session plain = Engines.nd4j().open(net, Phase.TEST)) {
      for (INDArray given : List.of(wide, view, doubles)) {
        BothEngines.agree(
            "up",
            session.forward(Map.of("x", given)).get("up"),
            plain.forward(Map.of("x", given.dup('c').castTo(DataType.FLOAT))).get("up"));
      }
    } finally {
      logger.detachAppender(told);
      logger.setLevel(null);
    }
    assertThat(told.list)
        .hasSize(3)
        .allMatch(event -> event.getFormattedMessage().contains("input 'x': found"));
  }

  @Test
  void whatIsTooLargeIsRefused() {
    try (Session session = ENGINE.open(net(), Phase.TEST)) {
      Shape huge = Shape.of(64, 3, 8192, 8192);
      assertThat(session.plan(Map.of("x", huge)).bytes()).isGreaterThan(1L << 37);
      run(session, SMALL);
    }
  }

  @Test
  void afterCloseItRefuses() {
    Session session = ENGINE.open(net(), Phase.TEST);
    run(session, SMALL);
    session.close();
    session.close();
    assertThatThrownBy(() -> run(session, SMALL)).hasMessage("this session is closed");
  }

  /** Rounded factors: eight bits, three digits. */
  @Test
  void bfloat16IsCloseAndDifferent() {
    Net net = net();
    INDArray exact = expected(net, LARGE);
    SessionOptions options = SessionOptions.DEFAULT.precision(Precision.BF16);
    try (Session session = ENGINE.open(net, Phase.TEST, options)) {
      INDArray rounded = run(session, LARGE);
      double range = exact.amaxNumber().doubleValue();
      double difference = rounded.sub(exact).amaxNumber().doubleValue() / range;
      assertThat(difference).isLessThan(1e-2);
      boolean used = session.plan(Map.of("x", LARGE)).describe().contains("bf16");
      assertThat(difference > 1e-5).isEqualTo(used);
    }
  }

  /** Engines that are made of others, too. */
  @Test
  void anEngineOfAPrecision() {
    assertThat(ENGINE.precision(Precision.BF16).describe()).endsWith("precision: bf16");
    assertThatThrownBy(() -> Engines.nd4j().threads(1).precision(Precision.BF16))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "engine nd4j: found precision bf16, expected f32; leave it out, or take engine onednn");
    Net net = net();
    SessionOptions options = SessionOptions.DEFAULT.precision(Precision.BF16);
    try (Session one = ENGINE.threads(1).precision(Precision.BF16).open(net, Phase.TEST);
        Session other = ENGINE.open(net, Phase.TEST, options.threads(1))) {
      assertThat(run(one, LARGE)).isEqualTo(run(other, LARGE));
    }
  }

  @Test
  void threads() {
    assertThatThrownBy(() -> ENGINE.threads(0)).hasMessageContaining("expected at least 1");
    assertThat(ENGINE.threads(1).describe()).endsWith("threads: 1");
    Net net = net();
    INDArray expected = expected(net, SMALL);
    try (Session one = ENGINE.threads(1).open(net, Phase.TEST)) {
      BothEngines.agree("one thread", run(one, SMALL), expected);
    }
  }
}
