package io.fcn4j.testkit;

import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A session over a net that holds a subject's layer, with all gradients taken. */
final class Rig implements AutoCloseable {
  private final Net net;
  private final List<String> tops;
  private final Session session;
  private final Map<String, INDArray> initialState = new HashMap<>();

  /** A session on a net of the layer alone. */
  Rig(Subject subject) {
    this(subject, subject.net());
  }

  Rig(Subject subject, Net net) {
    this(
        subject,
        net,
        IntStream.range(0, subject.tops().size()).mapToObj(Subject::top).toList(),
        SessionOptions.DEFAULT.allGradients());
  }

  /**
   * A session on any net with the subject's inputs and parameters.
   *
   * @param tops the blobs that stand for the layer's tops
   */
  Rig(Subject subject, Net net, List<String> tops, SessionOptions options) {
    this.net = net;
    this.tops = tops;
    session =
        TestEngine.get()
            .open(
                net,
                subject.phase(),
                options.seed(subject.settings().seed()).takeDiffs(tops.toArray(String[]::new)));
    for (int i = 0; i < subject.params().size(); i++) {
      if (!subject.params().get(i).learned()) {
        initialState.put(Subject.param(i), net.params().get(Subject.param(i)).array().dup('c'));
      }
    }
  }

  /** Everything that forward makes at an iteration, from the initial state. */
  Snapshot forward(Subject subject, long iteration) {
    return snapshot(subject, pass(subject.inputs(), iteration));
  }

  /** Everything that forward and backward make, from the initial state and without gradients. */
  Snapshot run(Subject subject, long iteration) {
    session.clearGradients();
    return runOnTop(subject, iteration);
  }

  /** As {@link #run}, on top of the gradients of the run before. */
  Snapshot runOnTop(Subject subject, long iteration) {
    Snapshot made = forward(subject, iteration);
    if (subject.hasBackward()) {
      backward(diffs(subject));
      addGradients(subject, made);
    }
    return made;
  }

  Outputs pass(Map<String, INDArray> inputs, long iteration) {
    initialState.forEach(net.params()::set);
    session.iteration(iteration);
    return session.forward(inputs);
  }

  void backward(Map<String, INDArray> diffs) {
    session.backward(diffs);
  }

  Map<String, INDArray> diffs(Subject subject) {
    List<INDArray> arrays = subject.topDiffs();
    Map<String, INDArray> diffs = new LinkedHashMap<>();
    IntStream.range(0, arrays.size()).forEach(i -> diffs.put(tops.get(i), arrays.get(i)));
    return diffs;
  }

  private Snapshot snapshot(Subject subject, Outputs outputs) {
    Snapshot made = new Snapshot();
    for (int i = 0; i < tops.size(); i++) {
      made.put("top " + i, outputs.get(tops.get(i)));
    }
    for (int i = 0; i < subject.params().size(); i++) {
      if (!subject.params().get(i).learned()) {
        made.put(param(subject, i), net.params().get(Subject.param(i)).array());
      }
    }
    return made;
  }

  private void addGradients(Subject subject, Snapshot made) {
    for (int i = 0; i < subject.bottoms().size(); i++) {
      if (subject.layer().propagatesTo(i)) {
        made.put("gradient of bottom " + i, session.gradient(Subject.bottom(i)));
      }
    }
    List<ParamSpec> params = subject.params();
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).learned()) {
        made.put("gradient of " + param(subject, i), session.gradient(Subject.param(i)));
      }
    }
  }

  /** For messages: {@code parameter 0 (weight)}. */
  static String param(Subject subject, int i) {
    return "parameter %d (%s)".formatted(i, subject.params().get(i).name());
  }

  @Override
  public void close() {
    session.close();
  }
}
