package io.fcn4j.bench;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.models.AlexNet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What dense prediction saves (section 3.1 of the paper): AlexNet's 10x10 scores of a 500x500 image
 * by one pass of the convolutionalized net, or by 100 windows of 227x227, ten at a time.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g", Jvm.ANY_BYTES, Jvm.ANY_PHYSICAL_BYTES})
@State(Scope.Benchmark)
public class DenseBenchmark {
  private static final int CLASSES = 1000;
  private static final int CELLS = 100;
  private static final int BATCH = 10;

  /** One pass over the image, or windows. */
  public enum Way {
    DENSE,
    WINDOWS
  }

  @Param("onednn")
  String engine;

  @Param Way way;

  private Net net;
  private String scores;
  private INDArray input;
  private Session session;
  private Session training;
  private Map<String, INDArray> topDiffs;
  private int passes;

  /** The weights, the input and the sessions. */
  @Setup(Level.Trial)
  public void open() {
    net = AlexNet.backbone().fromScratch().convolutionalClassifier(CLASSES);
    scores = net.graph().outputs().get(0).name();
    boolean dense = way == Way.DENSE;
    passes = dense ? 1 : CELLS / BATCH;
    int size = dense ? 500 : 227;
    input = Nd4j.createUninitialized(DataType.FLOAT, dense ? 1 : BATCH, 3, size, size);
    CounterRandom random = CounterRandom.seeded(1);
    Host.fill(input, i -> 255 * random.uniform(i) - 128);
    session = Engines.named(engine).open(net, Phase.TEST);
    training =
        Engines.named(engine).open(net, Phase.TRAIN, SessionOptions.DEFAULT.takeDiffs(scores));
    INDArray made = session.forward(Map.of("data", input)).get(scores);
    Check.that(
        made.length() * passes == (long) CELLS * CLASSES,
        "found scores of " + made.shapeInfoToString());
    topDiffs = Map.of(scores, Nd4j.onesLike(made));
  }

  @TearDown(Level.Trial)
  public void close() {
    session.close();
    training.close();
  }

  /** The scores of all 100 cells. */
  @Benchmark
  public void forward() {
    for (int i = 0; i < passes; i++) {
      session.forward(Map.of("data", input));
    }
  }

  /** The gradients of all weights by the scores of all 100 cells. */
  @Benchmark
  public void forwardBackward() {
    training.clearGradients();
    for (int i = 0; i < passes; i++) {
      training.forward(Map.of("data", input));
      training.backward(topDiffs);
    }
  }
}
