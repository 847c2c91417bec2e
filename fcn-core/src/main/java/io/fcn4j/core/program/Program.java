package io.fcn4j.core.program;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Input;
import io.fcn4j.core.Node;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph at one set of input shapes and in one phase: its steps in order, and the values between
 * them. Passes put other steps in their place. They keep the inputs and the {@link #pinned} values,
 * which are read or written from outside; all others may go.
 */
public final class Program {
  private final Phase phase;
  private final boolean backward;
  private final List<Step> steps;
  private final Map<Blob, Value> values;
  private final Set<Value> inputs;
  private final Set<Value> pinned;
  private final List<Assumption> assumptions;

  private Program(
      Phase phase,
      boolean backward,
      List<Step> steps,
      Map<Blob, Value> values,
      Set<Value> inputs,
      Set<Value> pinned,
      List<Assumption> assumptions) {
    this.phase = phase;
    this.backward = backward;
    this.steps = List.copyOf(steps);
    this.values = values;
    this.inputs = inputs;
    this.pinned = pinned;
    this.assumptions = List.copyOf(assumptions);
  }

  /**
   * What inputs of some shapes reach of a graph.
   *
   * @param shapes of the reached blobs, from {@link Graph#shapes}
   * @param backward whether a backward pass may follow
   * @param pinned blobs that are read or written from outside; losses always are
   */
  static Program of(
      Graph graph, Map<Blob, Shape> shapes, Phase phase, boolean backward, Set<Blob> pinned) {
    Map<Blob, Value> values = new LinkedHashMap<>();
    shapes.forEach((blob, shape) -> values.put(blob, new Value(blob.name(), shape)));
    Set<Value> inputs = new HashSet<>();
    for (Input input : graph.inputs()) {
      inputs.addAll(reached(values, List.of(graph.input(input))));
    }
    Set<Value> held = new HashSet<>(reached(values, pinned));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (values.keySet().containsAll(graph.bottoms(i))) {
        Step step = step(graph, i, values);
        steps.add(step);
        IntStream.range(0, step.tops().size())
            .filter(t -> step.lossWeights().get(t) != 0)
            .forEach(t -> held.add(step.tops().get(t)));
      }
    }
    return new Program(phase, backward, steps, values, inputs, held, List.of());
  }

  private static Step step(Graph graph, int i, Map<Blob, Value> values) {
    Node node = graph.nodes().get(i);
    return new Step(
        node.name(),
        node.layer(),
        reached(values, graph.bottoms(i)),
        reached(values, graph.tops(i)),
        graph.paramKeys(i),
        IntStream.range(0, node.tops().size()).mapToObj(node::lossWeight).toList(),
        IntStream.range(0, node.bottoms().size()).mapToObj(node::propagatesTo).toList());
  }

  private static List<Value> reached(Map<Blob, Value> values, Collection<Blob> blobs) {
    return blobs.stream().filter(values::containsKey).map(values::get).toList();
  }

  /** This program with other steps, each after the makers of its bottoms. */
  public Program with(List<Step> others) {
    return new Program(phase, backward, others, values, inputs, pinned, assumptions);
  }

  /** This program, to be made anew when one of these holds no more. */
  public Program assuming(List<Assumption> more) {
    List<Assumption> all = new ArrayList<>(assumptions);
    all.addAll(more);
    return new Program(phase, backward, steps, values, inputs, pinned, all);
  }

  List<Assumption> assumptions() {
    return assumptions;
  }

  public Phase phase() {
    return phase;
  }

  /** Whether a backward pass may follow a forward pass. */
  public boolean backward() {
    return backward;
  }

  public List<Step> steps() {
    return steps;
  }

  /** The steps by what they make. */
  Map<Value, Step> makers() {
    Map<Value, Step> makers = new HashMap<>();
    steps.forEach(step -> step.tops().forEach(top -> makers.put(top, step)));
    return makers;
  }

  /** The values that are given. */
  public Set<Value> inputs() {
    return inputs;
  }

  /** The values that are read or written from outside, which passes keep. */
  public Set<Value> pinned() {
    return pinned;
  }

  /** What stands for a blob; null if the inputs don't reach it. It may exist no more. */
  @Nullable Value value(Blob blob) {
    return values.get(blob);
  }
}
