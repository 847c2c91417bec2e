package io.fcn4j.core.program;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.GraphException;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.SessionOptions.Gradients;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks input shapes against a net and makes plans for them.
 *
 * @param kept blobs that are read after the passes
 * @param passes the engine's, before the memory is planned
 * @param fast the engine's
 */
record Planner(
    Net net,
    Phase phase,
    SessionOptions options,
    Set<Blob> kept,
    List<? extends Pass> passes,
    FastSizes fast) {

  /**
   * A plan for inputs of some shapes.
   *
   * @param border what is known of cells that no input changes; filled by the first pass
   */
  ProgramPlan plan(Map<String, Shape> inputs, Border border) {
    Graph graph = net.graph();
    Map<Blob, Shape> shapes = graph.shapes(inputs);
    checkParams(shapes);
    checkOutputs(inputs, shapes);
    boolean all = options.gradients() == Gradients.ALL;
    boolean backward = phase == Phase.TRAIN || all;
    Set<Blob> pinned = new LinkedHashSet<>(kept);
    options.takeDiffs().forEach(name -> pinned.add(graph.blob(name)));
    Program program = Program.of(graph, shapes, phase, backward, pinned);
    for (Pass pass : passes(border)) {
      program = pass.apply(program);
    }
    Set<Value> injected =
        values(program, options.takeDiffs().stream().map(graph::blob).collect(Collectors.toSet()));
    GradientFlow flow =
        new GradientFlow(program, net.params(), all, all || graph.forceBackward(), injected);
    return new ProgramPlan(program, flow, values(program, kept));
  }

  private List<Pass> passes(Border border) {
    List<Pass> all = new ArrayList<>();
    // Where a value is not finite is told by its place, which must be the true one.
    if (options.keepsBorder() && !options.stopsAtNonFinite()) {
      all.add(new StaticBorder(border, fast));
    }
    if (options.collapsesPadding() && !options.stopsAtNonFinite() && !border.isFilled()) {
      all.add(new Collapse(fast));
    }
    all.addAll(passes);
    return all;
  }

  private static Set<Value> values(Program program, Set<Blob> blobs) {
    return blobs.stream()
        .map(program::value)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Outputs that nobody declared, such as losses without labels, may be out of reach. */
  private void checkOutputs(Map<String, Shape> inputs, Map<Blob, Shape> shapes) {
    Graph graph = net.graph();
    for (Blob output : graph.outputs()) {
      if (graph.declaresOutputs() && !shapes.containsKey(output)) {
        throw new GraphException(
            "output '%s' is not reached from the inputs %s; the net's inputs are %s"
                .formatted(
                    output, inputs.keySet(), graph.inputs().stream().map(Input::name).toList()));
      }
    }
  }

  /** A layer such as InnerProduct may want another parameter at another size: that is refused. */
  private void checkParams(Map<Blob, Shape> shapes) {
    for (int i = 0; i < net.graph().nodes().size(); i++) {
      if (shapes.keySet().containsAll(net.graph().bottoms(i))) {
        checkParams(i, shapes);
      }
    }
  }

  private void checkParams(int i, Map<Blob, Shape> shapes) {
    Node node = net.graph().nodes().get(i);
    List<Shape> bottoms = net.graph().bottoms(i).stream().map(shapes::get).toList();
    List<ParamSpec> specs = node.layer().params(bottoms);
    for (int p = 0; p < specs.size(); p++) {
      Shape has = net.params().get(net.graph().paramKeys(i).get(p)).shape();
      if (!node.paramRule(p).fits(specs.get(p).shape(), has)) {
        throw new ShapeException(
            ("%s: at this input size its %s would be %s, but it is %s; this layer fixes"
                    + " the input size, convolutionalize it to be free of that")
                .formatted(node.describe(), specs.get(p).name(), specs.get(p).shape(), has));
      }
    }
  }
}
