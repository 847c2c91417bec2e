package io.fcn4j.core.nd4j;

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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks input shapes against a net and makes plans for them. */
record Planner(Net net, Phase phase, SessionOptions options, Set<Blob> kept) {

  Nd4jPlan plan(Map<String, Shape> inputs) {
    Graph graph = net.graph();
    Map<Blob, Shape> shapes = graph.shapes(inputs);
    List<Integer> reached = Nd4jPlan.reached(graph, shapes);
    reached.forEach(i -> checkParams(i, shapes));
    checkOutputs(inputs, shapes);
    boolean backward = phase == Phase.TRAIN || options.gradients() == Gradients.ALL;
    GradientFlow flow =
        new GradientFlow(
            graph,
            net.params(),
            backward ? reached : List.of(),
            options.gradients(),
            options.takeDiffs());
    return new Nd4jPlan(graph, shapes, phase, flow, kept);
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
