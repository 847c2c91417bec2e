package io.fcn4j.core.nd4j;

import io.fcn4j.core.Blob;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Plan;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.solver.UpdateStep;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A session of {@link Nd4jEngine}: plans by input shapes, one arena, gradients and history. */
final class Nd4jSession implements Session {
  private final Graph graph;
  private final Net net;
  private final Phase phase;
  private final SessionOptions options;
  private final Planner planner;
  private final Gradients gradients;
  private final Updater updater;
  private final Arena arena = new Arena();
  private final RecentPlans<Bindings> recent = new RecentPlans<>();
  private final SingleUser user = new SingleUser();
  private final Set<Blob> kept = new HashSet<>();
  private @Nullable ForwardPass last;
  private long iteration;

  Nd4jSession(Net net, Phase phase, SessionOptions options) {
    this.net = net;
    this.graph = net.graph();
    this.phase = phase;
    this.options = options;
    this.gradients = new Gradients(net.params());
    this.updater = new Updater(net.params(), gradients);
    kept.addAll(graph.outputs());
    options.keep().forEach(name -> kept.add(graph.blob(name)));
    if (options.gradients() == SessionOptions.Gradients.ALL) {
      graph.inputs().forEach(input -> kept.add(graph.input(input)));
    }
    this.planner = new Planner(net, phase, options, kept);
  }

  @Override
  public Outputs forward(Map<String, INDArray> inputs) {
    try (SingleUser.Turn turn = user.enter()) {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      inputs.forEach((name, array) -> shapes.put(name, Shape.of(array.shape())));
      Bindings bindings = bind(shapes);
      inputs.forEach((name, array) -> bindings.value(inputOrBlob(name)).assign(array));
      ForwardPass pass = new ForwardPass(graph, bindings, kept);
      if (last != null) {
        last.expire();
      }
      last = pass;
      pass.run(iteration++, options.stopsAtNonFinite());
      return pass;
    }
  }

  @Override
  public void backward(Map<String, INDArray> topDiffs) {
    try (SingleUser.Turn turn = user.enter()) {
      Bindings bindings = lastPass().bindings();
      if (bindings.plan.diffs.isEmpty()) {
        throw new FcnException(
            "backward: nothing to do; no loss was reached (is its label among the inputs?) or"
                + " nothing is learned in phase "
                + phase);
      }
      seed(bindings, topDiffs);
      for (int k = bindings.nodes.size() - 1; k >= 0; k--) {
        BoundNode node = bindings.nodes.get(k);
        if (node.plan.backward()) {
          node.backward();
        }
      }
    }
  }

  private void seed(Bindings bindings, Map<String, INDArray> topDiffs) {
    for (Blob blob : bindings.plan.seeds) {
      INDArray given = topDiffs.get(blob.name());
      INDArray diff = bindings.diff(blob);
      if (given == null) {
        diff.assign(0f);
      } else if (Shape.of(given.shape()).equals(Shape.of(diff.shape()))) {
        diff.assign(given);
      } else {
        throw new ShapeException(
            "diff of '%s': found %s, expected %s"
                .formatted(blob, Shape.of(given.shape()), Shape.of(diff.shape())));
      }
      diff.addi(bindings.plan.lossWeight(blob));
    }
    for (String name : topDiffs.keySet()) {
      if (!options.takeDiffs().contains(name)) {
        throw new FcnException(
            "backward: blob '"
                + name
                + "' takes no diff; open the session with takeDiffs(\""
                + name
                + "\")");
      }
    }
  }

  @Override
  public void update(UpdateStep step) {
    try (SingleUser.Turn turn = user.enter()) {
      updater.apply(step);
      net.params().touch();
    }
  }

  @Override
  public void clearGradients() {
    try (SingleUser.Turn turn = user.enter()) {
      gradients.clear();
    }
  }

  @Override
  public INDArray gradient(String name) {
    try (SingleUser.Turn turn = user.enter()) {
      if (net.params().contains(name)) {
        INDArray gradient = gradients.find(name);
        if (gradient == null) {
          throw new FcnException(
              "parameter '" + name + "' has no gradient: it is frozen, or backward has not run");
        }
        return gradient.dup('c');
      }
      Bindings bindings = lastPass().bindings();
      Blob blob = inputOrBlob(name);
      if (!kept.contains(blob) || !bindings.hasDiff(blob)) {
        throw new FcnException(
            "blob '"
                + name
                + "' has no gradient to read; open the session with allGradients()"
                + " and keep(\""
                + name
                + "\")");
      }
      return bindings.diff(blob).dup('c');
    }
  }

  @Override
  public void iteration(long value) {
    iteration = value;
  }

  /** Nothing to do: weights and history live in their plain arrays. */
  @Override
  public void sync() {}

  @Override
  public Map<String, INDArray> history() {
    return updater.history();
  }

  @Override
  public void restoreHistory(Map<String, INDArray> history) {
    updater.restore(history);
  }

  @Override
  public Plan plan(Map<String, Shape> inputs) {
    return planner.plan(inputs);
  }

  @Override
  public void close() {
    user.close();
    arena.close();
    gradients.close();
    updater.close();
  }

  /** An input keeps its name even where a layer in place has made that mean another blob. */
  private Blob inputOrBlob(String name) {
    for (Input input : graph.inputs()) {
      if (input.name().equals(name)) {
        return graph.input(input);
      }
    }
    return graph.blob(name);
  }

  private ForwardPass lastPass() {
    if (last == null) {
      throw new FcnException("backward: there has been no forward pass");
    }
    return last;
  }

  private Bindings bind(Map<String, Shape> inputs) {
    Bindings known = recent.get(inputs);
    if (known != null) {
      return known;
    }
    Nd4jPlan plan = planner.plan(inputs);
    if (arena.reserve(plan)) {
      recent.clear();
    }
    Bindings bindings =
        new Bindings(
            plan,
            arena,
            node -> graph.paramKeys(node.index),
            net.params(),
            gradients,
            CounterRandom.seeded(options.seed()));
    recent.put(inputs, bindings);
    return bindings;
  }
}
