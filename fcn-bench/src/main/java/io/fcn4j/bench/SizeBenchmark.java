package io.fcn4j.bench;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.models.ModelName;
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
 * What an image of another size costs: {@link #newSize} plans, packs weights and compiles for a
 * size that was never seen, and {@link #newSizeTwice} runs it once more. Twice the one less the
 * other is the cost.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 20)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g", Jvm.ANY_BYTES, Jvm.ANY_PHYSICAL_BYTES})
@State(Scope.Benchmark)
public class SizeBenchmark {
  private static final int CLASSES = 21;

  @Param({"onednn", "nd4j"})
  String engine;

  @Param("fcn8s-vgg16")
  String net;

  @Param("1/8")
  String width;

  /** The first size; others are a little smaller. */
  @Param("128")
  int size;

  private Session session;
  private INDArray image;
  private int seen;

  /** A session that has had the largest image, so that its memory does not grow any more. */
  @Setup(Level.Trial)
  public void open() {
    Net built = ModelName.parse(net + ":width=" + width).fcn(true).classes(CLASSES).build();
    session = Engines.named(engine).open(built, Phase.TEST);
    session.forward(Map.of("data", Nd4j.create(DataType.FLOAT, 1, 3, size, size)));
  }

  /** Another size for each iteration. */
  @Setup(Level.Iteration)
  public void next() {
    seen++;
    image = Nd4j.create(DataType.FLOAT, 1, 3, size - seen % 50, size - seen / 50 - seen % 7);
  }

  @TearDown(Level.Trial)
  public void close() {
    session.close();
  }

  @Benchmark
  public Outputs newSize() {
    return session.forward(Map.of("data", image));
  }

  /** Two passes over one new size: less {@link #newSize}, one that is planned. */
  @Benchmark
  public Outputs newSizeTwice() {
    session.forward(Map.of("data", image));
    return session.forward(Map.of("data", image));
  }
}
