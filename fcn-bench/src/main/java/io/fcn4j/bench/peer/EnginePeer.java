package io.fcn4j.bench.peer;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
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

  EnginePeer(Engine engine, Net net, Job job, SessionOptions options) {
    session = engine.open(net, job.phase(), options);
    rate = job.rate();
  }

  @Override
  public void forward(Floats image) {
    outputs = session.forward(Map.of("data", image.array()));
  }

  @Override
  public INDArray score() {
    return Objects.requireNonNull(outputs, "no forward yet").get("score");
  }

  @Override
  public double trainStep(Floats image, Floats labels) {
    double loss = session.forward(Map.of("data", image.array(), "label", labels.array())).loss();
    session.backward();
    session.update(
        new UpdateStep(
            new UpdateRule.Sgd(Job.MOMENTUM), rate, iteration++, Job.DECAY, false, 0, 1));
    return loss;
  }

  @Override
  public void close() {
    session.close();
  }
}
