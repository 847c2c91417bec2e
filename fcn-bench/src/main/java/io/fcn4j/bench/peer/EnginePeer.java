package io.fcn4j.bench.peer;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Precision;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.solver.UpdateRule;
import io.fcn4j.core.solver.UpdateStep;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One of our own engines. */
final class EnginePeer implements Peer {
  private final Session session;
  private final double rate;
  private @Nullable Outputs outputs;
  private long iteration;

  EnginePeer(Engine engine, Task task, Precision precision) {
    // As the others do, it keeps the weights in its own form only.
    SessionOptions options =
        task.phase() == Phase.TEST
            ? SessionOptions.DEFAULT.releasePlainWeights().precision(precision)
            : SessionOptions.DEFAULT;
    session = engine.open(task.net(), task.phase(), options);
    rate = task.rate();
  }

  @Override
  public void forward(INDArray image) {
    outputs = session.forward(Map.of("data", image));
  }

  @Override
  public INDArray score() {
    return Objects.requireNonNull(outputs, "no forward yet").get("score");
  }

  @Override
  public double trainStep(INDArray image, INDArray labels) {
    double loss = session.forward(Map.of("data", image, "label", labels)).loss();
    session.backward();
    session.update(
        new UpdateStep(
            new UpdateRule.Sgd(Task.MOMENTUM), rate, iteration++, Task.DECAY, false, 0, 1));
    return loss;
  }

  @Override
  public void close() {
    session.close();
  }
}
