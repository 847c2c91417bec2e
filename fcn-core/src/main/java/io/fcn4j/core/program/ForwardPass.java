package io.fcn4j.core.program;

import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.NonFiniteException;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One forward pass and, until the next one, its results. */
final class ForwardPass implements Outputs {
  private final Graph graph;
  private final Bindings bindings;
  private final Set<Blob> kept;
  private State state = State.BEGUN;

  /** How far a pass and the backward pass that belongs to it have come. */
  private enum State {
    BEGUN,
    FORWARD_DONE,
    BACKWARD_BEGUN,
    BACKWARD_DONE,
    GONE
  }

  ForwardPass(Graph graph, Bindings bindings, Set<Blob> kept) {
    this.graph = graph;
    this.bindings = bindings;
    this.kept = kept;
  }

  Bindings bindings() {
    return bindings;
  }

  void run(long iteration, SessionOptions options) {
    for (BoundStep step : bindings.steps) {
      step.forward(iteration, options.watcher());
      if (options.stopsAtNonFinite()) {
        checkFinite(step);
      }
    }
    state = State.FORWARD_DONE;
  }

  /** Refuses a second time: the first has overwritten values with gradients. */
  void beginBackward() {
    if (state == State.BEGUN) {
      throw new FcnException("backward: the last forward pass has failed; run forward again");
    }
    if (state != State.FORWARD_DONE) {
      throw new FcnException(
          "backward: it has run for this forward pass and has overwritten its values; run forward"
              + " again");
    }
    state = State.BACKWARD_BEGUN;
  }

  void endBackward() {
    state = State.BACKWARD_DONE;
  }

  boolean hasGradients() {
    return state == State.BACKWARD_DONE;
  }

  /** Called when the memory is about to be overwritten or freed. */
  void expire() {
    state = State.GONE;
  }

  @Override
  public INDArray get(String blobName) {
    Blob blob = graph.blob(blobName);
    if (!kept.contains(blob)) {
      throw new FcnException(
          "blob '%s' is not kept: its memory is reused during the pass; open the session with"
                  .formatted(blobName)
              + " SessionOptions.DEFAULT.keep(\""
              + blobName
              + "\")");
    }
    Value value = bindings.plan.program.value(blob);
    if (value == null) {
      throw new FcnException(
          "blob '%s' was not reached: an input that it depends on is missing; the net's inputs are %s"
              .formatted(blobName, graph.inputs().stream().map(Input::name).toList()));
    }
    return valid(value).dup('c');
  }

  @Override
  public Map<String, INDArray> views() {
    Map<String, INDArray> views = new LinkedHashMap<>();
    for (Blob blob : graph.outputs()) {
      Value value = bindings.plan.program.value(blob);
      if (value != null) {
        views.put(blob.name(), valid(value));
      }
    }
    return views;
  }

  @Override
  public double loss() {
    double loss = 0;
    for (Value value : bindings.plan.losses()) {
      loss += bindings.plan.lossWeight(value) * valid(value).sumNumber().doubleValue();
    }
    return loss;
  }

  private INDArray valid(Value value) {
    if (state == State.GONE) {
      throw new FcnException(
          "these outputs are gone: their session has run forward again or is closed; read them"
              + " before");
    }
    return bindings.value(value);
  }

  private static void checkFinite(BoundStep step) {
    for (int t = 0; t < step.plan.step.tops().size(); t++) {
      INDArray top = step.top(t);
      long index = Host.firstNonFinite(top);
      if (index >= 0) {
        throw new NonFiniteException(
            "%s: top '%s' is not finite: %s at index %d"
                .formatted(
                    step.plan.step.describe(),
                    step.plan.step.tops().get(t),
                    Views.reshape(top, top.length()).getFloat(index),
                    index));
      }
    }
  }
}
