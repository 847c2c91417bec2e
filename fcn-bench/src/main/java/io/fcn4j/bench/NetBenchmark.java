package io.fcn4j.bench;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.solver.UpdateRule;
import io.fcn4j.core.solver.UpdateStep;
import io.fcn4j.models.ModelName;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Whole nets of 21 classes on one square image: {@link #forward} in TEST, and {@link #trainStep},
 * which is forward, backward and update. Small by default; the paper's are {@code -p width=1 -p
 * size=500}.
 */
public class NetBenchmark extends Throughput {
  private static final int CLASSES = 21;
  // So small a rate that the weights stay what they were, however many steps there are.
  private static final UpdateStep STEP =
      new UpdateStep(new UpdateRule.Sgd(0.9), 1e-6, 0, 5e-4, false, 0, 1);

  /** The net, which all threads share, and an image. */
  @State(Scope.Benchmark)
  public static class Shared {
    @Param({"onednn", "nd4j"})
    String engine;

    @Param({
      "fcn32s-vgg16", "fcn16s-vgg16", "fcn8s-vgg16",
      "fcn32s-alexnet", "fcn16s-alexnet", "fcn8s-alexnet",
      "fcn32s-googlenet", "fcn16s-googlenet", "fcn8s-googlenet"
    })
    String net;

    @Param("1/8")
    String width;

    @Param("64")
    int size;

    private Net model;
    private INDArray image;
    private INDArray labels;

    @Setup
    public void build() {
      // At random: zeros, as before weights are loaded, would make every gradient zero as well.
      model = ModelName.parse(net + ":width=" + width).fcn(true).classes(CLASSES).build();
      CounterRandom random = CounterRandom.seeded(1);
      image = Nd4j.create(DataType.FLOAT, 1, 3, size, size);
      Host.fill(image, i -> 255 * random.stream("image").uniform(i) - 128);
      labels = Nd4j.create(DataType.FLOAT, 1, 1, size, size);
      Host.fill(labels, i -> random.stream("label").below(CLASSES, i));
    }
  }

  /** One thread's session for inference. */
  @State(Scope.Thread)
  public static class Inference {
    private Session session;
    private INDArray first;

    @Setup
    public void open(Shared shared) {
      session = Engines.named(shared.engine).open(shared.model, Phase.TEST);
      first = score(shared);
    }

    private INDArray score(Shared shared) {
      return session.forward(Map.of("data", shared.image)).get("score");
    }

    @TearDown
    public void check(Shared shared) {
      INDArray last = score(shared);
      session.close();
      Check.that(last.equals(first), "the last forward pass differs from the first");
      Check.finite(last);
    }
  }

  /** One thread's session for training. */
  @State(Scope.Thread)
  public static class Training {
    private Session session;

    @Setup
    public void open(Shared shared) {
      session = Engines.named(shared.engine).open(shared.model, Phase.TRAIN);
    }

    double step(Shared shared) {
      double loss = session.forward(Map.of("data", shared.image, "label", shared.labels)).loss();
      session.backward();
      session.update(STEP);
      return loss;
    }

    @TearDown
    public void check(Shared shared) {
      double loss = step(shared);
      session.close();
      Check.that(loss > 0 && loss < 2 * Math.log(CLASSES), "found a loss of " + loss);
    }
  }

  @Benchmark
  public Outputs forward(Shared shared, Inference thread) {
    return thread.session.forward(Map.of("data", shared.image));
  }

  @Benchmark
  public double trainStep(Shared shared, Training thread) {
    return thread.step(shared);
  }
}
