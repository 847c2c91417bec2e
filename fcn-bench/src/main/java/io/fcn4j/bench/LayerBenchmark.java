package io.fcn4j.bench;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every layer alone, in a net of its own: {@link #forward} in TEST, and {@link #forwardBackward} in
 * TRAIN with the gradients of all bottoms and parameters. What the engine does around a layer (it
 * copies the inputs in, and seeds the gradients of the tops) is part of both, as in any net.
 *
 * <p>By default on two sizes and the fast engine, since everything here is run by default; the
 * whole grid, which takes hours, is {@code -p engine=onednn,nd4j -p size=16,32,64,128,256,512}. A
 * size is that of VGG16's conv1; {@link LayerCase} says what a layer has of it.
 */
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class LayerBenchmark extends Throughput {

  /** The net, which all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {
    @Param("onednn")
    String engine;

    @Param LayerCase layer;

    @Param({"32", "128"})
    int size;

    OneLayer net;

    @Setup
    public void build() {
      net = OneLayer.of(layer, size);
    }
  }

  /** One thread's session for forward passes. */
  @State(Scope.Thread)
  public static class Forward {
    private Session session;
    private Map<String, INDArray> first;

    @Setup
    public void open(Shared shared) {
      session = Engines.named(shared.engine).open(shared.net.net(), Phase.TEST);
      first = copy(session.forward(shared.net.inputs()));
    }

    /** A fast pass that is wrong is worth nothing: after all of them the result is the first's. */
    @TearDown
    public void check(Shared shared) {
      Map<String, INDArray> last = copy(session.forward(shared.net.inputs()));
      session.close();
      Check.that(last.equals(first), "the last forward pass differs from the first");
      last.values().forEach(Check::finite);
    }
  }

  /** One thread's session for forward and backward passes. */
  @State(Scope.Thread)
  public static class Training {
    private Session session;
    private Map<String, INDArray> topDiffs;

    @Setup
    public void open(Shared shared) {
      OneLayer net = shared.net;
      SessionOptions options =
          SessionOptions.DEFAULT.allGradients().takeDiffs(net.tops().toArray(String[]::new));
      session = Engines.named(shared.engine).open(net.net(), Phase.TRAIN, options);
      Outputs outputs = session.forward(net.inputs());
      topDiffs = new LinkedHashMap<>();
      outputs.views().forEach((name, top) -> topDiffs.put(name, Nd4j.onesLike(top)));
    }

    Outputs pass(OneLayer net) {
      Outputs outputs = session.forward(net.inputs());
      if (net.hasBackward()) {
        session.backward(topDiffs);
      }
      return outputs;
    }

    @TearDown
    public void check(Shared shared) {
      session.clearGradients();
      pass(shared.net).views().values().forEach(Check::finite);
      if (shared.net.hasBackward()) {
        Check.finite(session.gradient("bottom0"));
      }
      session.close();
    }
  }

  @Benchmark
  public Outputs forward(Shared shared, Forward thread) {
    return thread.session.forward(shared.net.inputs());
  }

  /** ArgMax, Accuracy and Silence have no backward pass, so for them this is forward in TRAIN. */
  @Benchmark
  public Outputs forwardBackward(Shared shared, Training thread) {
    return thread.pass(shared.net);
  }

  private static Map<String, INDArray> copy(Outputs outputs) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    outputs.views().forEach((name, top) -> copies.put(name, top.dup('c')));
    return copies;
  }
}
