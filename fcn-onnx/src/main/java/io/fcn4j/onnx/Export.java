package io.fcn4j.onnx;

import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Translates a net node by node. */
final class Export {
  private final Net net;
  private final Graph graph;
  private final Map<Blob, Shape> shapes;
  private final Selection selection;
  private final Dataflow flow = new Dataflow();
  private final WeightTable weights = new WeightTable(flow);
  private final Map<Blob, Value> values = new HashMap<>();

  private Export(Net net, Map<String, Shape> inputs) {
    this.net = net;
    graph = net.graph();
    shapes = graph.shapes(inputs);
    selection = Selection.of(graph, shapes.keySet());
  }

  static Model of(Net net, Map<String, Shape> inputs) {
    return new Export(net, inputs).model();
  }

  private Model model() {
    for (Input input : graph.inputs()) {
      values.put(graph.input(input), new Value(input.name()));
    }
    selection.nodes().forEach(this::translate);
    Map<Value, Shape> outputs = new LinkedHashMap<>();
    Map<Value, Blob> blobOfOutput = new LinkedHashMap<>();
    for (Blob blob : selection.outputs()) {
      Value output = output(blob, outputs);
      outputs.put(output, shape(blob));
      blobOfOutput.put(output, blob);
    }
    Dataflow needed = flow.neededBy(outputs.keySet());
    Map<Value, Shape> inputs = new LinkedHashMap<>();
    for (Input input : graph.inputs()) {
      Value value = value(graph.input(input));
      if (needed.reads(value)) {
        inputs.put(value, shape(graph.input(input)));
      }
    }
    Naming naming = new Naming();
    inputs.keySet().forEach(naming::byOrigin);
    blobOfOutput.forEach((value, blob) -> naming.byOutput(value, blob.name()));
    for (int at = selection.nodes().size() - 1; at >= 0; at--) {
      // The last writer of a name first: to it the name belongs.
      graph
          .tops(selection.nodes().get(at))
          .forEach(blob -> naming.byBlob(value(blob), blob.name()));
    }
    return new Model(graph.name(), needed, inputs, outputs, naming.all(needed));
  }

  private void translate(int i) {
    Node node = graph.nodes().get(i);
    Translator<?> translator = Translators.of(node);
    Place at = Place.of(net, i, shapes);
    List<Value> bottoms = graph.bottoms(i).stream().map(this::value).toList();
    List<Value> made;
    try {
      made = translator.translate(node.layer(), new Scope(at, flow, weights, bottoms));
    } catch (FcnException e) {
      throw new FcnException(node.describe() + ": " + e.getMessage(), e);
    }
    for (int t = 0; t < made.size(); t++) {
      values.put(graph.tops(i).get(t), made.get(t));
    }
  }

  /** What an operation makes for this output alone: inputs and constants are copied. */
  private Value output(Blob blob, Map<Value, Shape> others) {
    Value value = value(blob);
    boolean own =
        !others.containsKey(value)
            && flow.operations().stream().anyMatch(made -> made.outputs().contains(value));
    if (own) {
      return value;
    }
    Value copy = new Value(blob.name());
    flow.operations()
        .add(
            new Operation(
                blob.name() + "/Identity", "Identity", List.of(), List.of(value), List.of(copy)));
    return copy;
  }

  private Value value(Blob blob) {
    return Objects.requireNonNull(values.get(blob));
  }

  private Shape shape(Blob blob) {
    return Objects.requireNonNull(shapes.get(blob));
  }
}
