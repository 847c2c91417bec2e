package io.fcn4j.core.program;

import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Outputs;
import io.fcn4j.core.Param;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Plan;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.solver.UpdateStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A session over programs: plans by input shapes, one arena, gradients and history. Engines differ
 * in the passes that they rewrite programs with.
 */
public final class ProgramSession implements Session {
  private final Graph graph;
  private final Net net;
  private final Phase phase;
  private final SessionOptions options;
  private final Planner planner;
  private final Gradients gradients;
  private final Updater updater;
  private final Arena arena = new Arena();
  private final RecentPlans recent = new RecentPlans();
  private final SingleUser user;
  private final Set<Blob> kept = new HashSet<>();

  /** Frees what stands for arrays that have been freed. */
  private final List<Runnable> atEnds = new ArrayList<>();

  private @Nullable ForwardPass last;
  private long iteration;

  /** Opens a session of layers' own kernels and ND4J's ops. */
  public ProgramSession(Net net, Phase phase, SessionOptions options) {
    this(net, phase, options, List.of(), FastSizes.ALL, new NdUpdates());
  }

  /** Opens a session whose programs are rewritten by passes, in their order. */
  public ProgramSession(
      Net net,
      Phase phase,
      SessionOptions options,
      List<? extends Pass> passes,
      FastSizes fast,
      Updates updates) {
    net.checkPhase(phase);
    requireTest(options.releasesPlainWeights(), "releasePlainWeights", phase);
    requireTest(options.keepsBorder(), "keepBorder", phase);
    this.net = net;
    this.graph = net.graph();
    this.phase = phase;
    this.options = options;
    this.user = new SingleUser(options.threads());
    this.gradients = new Gradients(net.params());
    this.updater = new Updater(net.params(), gradients, updates);
    kept.addAll(graph.outputs());
    options.keep().forEach(name -> kept.add(graph.blob(name)));
    if (options.gradients() == SessionOptions.Gradients.ALL || graph.forceBackward()) {
      graph.inputs().forEach(input -> kept.add(graph.input(input)));
    }
    net.params().sessionOpened();
    this.planner = new Planner(net, phase, options, kept, passes, fast);
  }

  private static void requireTest(boolean wanted, String option, Phase phase) {
    if (wanted && phase != Phase.TEST) {
      throw new FcnException(
          "%s: found phase %s, expected TEST; training needs what it would leave out"
              .formatted(option, phase));
    }
  }

  @Override
  public Outputs forward(Map<String, INDArray> inputs) {
    try (SingleUser.Turn turn = user.enter()) {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      inputs.forEach((name, array) -> shapes.put(name, Shape.of(array.shape())));
      Bindings bindings = bind(shapes);
      expireLast();
      ForwardPass pass = new ForwardPass(graph, bindings, kept);
      last = pass;
      inputs.forEach(
          (name, array) ->
              GivenInput.copy(name, array, bindings.value(value(bindings, inputOrBlob(name)))));
      pass.run(iteration++, options);
      return pass;
    }
  }

  @Override
  public void backward(Map<String, INDArray> topDiffs) {
    try (SingleUser.Turn turn = user.enter()) {
      ForwardPass pass = lastPass("backward");
      Bindings bindings = pass.bindings();
      if (bindings.plan.diffs.isEmpty()) {
        throw new FcnException(
            "backward: nothing to do; no loss was reached (is its label among the inputs?) or"
                + " nothing is learned in phase "
                + phase);
      }
      topDiffs.forEach((name, diff) -> checkDiff(bindings, name, diff));
      pass.beginBackward();
      seed(bindings, topDiffs);
      for (int k = bindings.steps.size() - 1; k >= 0; k--) {
        BoundStep step = bindings.steps.get(k);
        if (step.plan.backward()) {
          step.backward(options.watcher());
        }
      }
      pass.endBackward();
    }
  }

  private void checkDiff(Bindings bindings, String name, INDArray given) {
    if (!options.takeDiffs().contains(name)) {
      throw new FcnException(
          "backward: blob '"
              + name
              + "' takes no diff; open the session with takeDiffs(\""
              + name
              + "\")");
    }
    Value value = bindings.plan.program.value(graph.blob(name));
    if (value == null || !bindings.plan.seeds.contains(value)) {
      return;
    }
    if (!Shape.of(given.shape()).equals(value.shape())) {
      throw new ShapeException(
          "diff of '%s': found %s, expected %s"
              .formatted(name, Shape.of(given.shape()), value.shape()));
    }
  }

  private static void seed(Bindings bindings, Map<String, INDArray> topDiffs) {
    for (Value value : bindings.plan.seeds) {
      INDArray given = topDiffs.get(value.name());
      INDArray diff = bindings.diff(value);
      if (given == null) {
        diff.assign(0f);
      } else {
        diff.assign(given);
      }
      diff.addi(bindings.plan.lossWeight(value));
    }
  }

  @Override
  public void update(UpdateStep step) {
    try (SingleUser.Turn turn = user.enter()) {
      updater.apply(step);
      net.params().touch(Param::isLearned);
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
        INDArray gradient = gradients.get(name);
        if (gradient == null) {
          throw new FcnException(
              "parameter '" + name + "' has no gradient: it is frozen, or backward has not run");
        }
        return gradient.dup('c');
      }
      ForwardPass pass = lastPass("gradient of '" + name + "'");
      Bindings bindings = pass.bindings();
      Blob blob = inputOrBlob(name);
      Value value = bindings.plan.program.value(blob);
      if (!kept.contains(blob) || value == null || !bindings.hasDiff(value)) {
        throw new FcnException(
            "blob '"
                + name
                + "' has no gradient to read; open the session with allGradients()"
                + " and keep(\""
                + name
                + "\")");
      }
      if (!pass.hasGradients()) {
        throw new FcnException(
            "gradient of '" + name + "': backward has not run since the last forward pass");
      }
      return bindings.diff(value).dup('c');
    }
  }

  @Override
  public void iteration(long value) {
    try (SingleUser.Turn turn = user.enter()) {
      iteration = value;
    }
  }

  /** Only checks the caller: weights and history live in their plain arrays. */
  @Override
  public void sync() {
    user.enter().close();
  }

  @Override
  public Map<String, INDArray> history() {
    try (SingleUser.Turn turn = user.enter()) {
      return updater.history();
    }
  }

  @Override
  public void restoreHistory(Map<String, INDArray> history) {
    try (SingleUser.Turn turn = user.enter()) {
      updater.restore(history);
    }
  }

  @Override
  public Plan plan(Map<String, Shape> inputs) {
    try (SingleUser.Turn turn = user.enter()) {
      try (ProgramPlan plan = planner.plan(inputs, new Border())) {
        return plan.report();
      }
    }
  }

  @Override
  public void close() {
    if (user.close()) {
      net.params().sessionClosed();
    }
    forgetMemory();
    atEnds.forEach(Runnable::run);
    atEnds.clear();
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

  private static Value value(Bindings bindings, Blob blob) {
    Value value = bindings.plan.program.value(blob);
    if (value == null) {
      throw new IllegalStateException("blob '" + blob + "' was given but is not part of the plan");
    }
    return value;
  }

  private ForwardPass lastPass(String where) {
    if (last == null) {
      throw new FcnException(where + ": there has been no forward pass");
    }
    return last;
  }

  private void expireLast() {
    if (last != null) {
      last.expire();
      last = null;
    }
  }

  /** Drops everything that looks into the arena. */
  private void forgetMemory() {
    expireLast();
    recent.clear();
  }

  private Bindings bind(Map<String, Shape> inputs) {
    Bindings known = recent.get(inputs);
    if (known != null && !known.isValid()) {
      forgetMemory();
      known = null;
    }
    if (known != null && !known.canBeLess()) {
      return known;
    }
    Border border = known == null ? new Border() : known.takeBorder();
    ProgramPlan plan = planner.plan(inputs, border);
    try {
      arena.require(plan);
      PlanParams params = new PlanParams(plan, net.params(), options, atEnds);
      // Before the arena grows: what is freed now is there for it, and what is packed already for
      // plans that go with their memory is shared.
      params.prepare();
      arena.reserve(plan, this::forgetMemory);
      Bindings bindings = new Bindings(plan, border, arena, params, gradients, options);
      recent.put(inputs, bindings);
      return bindings;
    } catch (RuntimeException e) {
      plan.close();
      throw e;
    }
  }
}
