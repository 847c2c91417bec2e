package io.fcn4j.core;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable, validated DAG of nodes, for any input size. Nodes are in an order in which they can
 * run. Fan-out is implicit: a blob may have any number of readers.
 */
public final class Graph {
  private final String name;
  private final Wiring wiring;
  private final List<Blob> outputs;
  private final boolean declaresOutputs;

  Graph(String name, Wiring wiring, List<Blob> outputs) {
    this.name = name;
    this.wiring = wiring;
    this.declaresOutputs = !outputs.isEmpty();
    this.outputs = outputs.isEmpty() ? unread(wiring) : List.copyOf(outputs);
  }

  /**
   * A graph of nodes in any order; they are sorted so that every bottom comes before its reader.
   *
   * @param outputs names of the output blobs; empty for all blobs that nobody reads
   */
  public static Graph of(String name, List<Input> inputs, List<Node> nodes, List<String> outputs) {
    Wiring wiring = new Wiring();
    inputs.forEach(wiring::add);
    TopologicalOrder.of(inputs, nodes).forEach(wiring::add);
    return new Graph(
        name, wiring, outputs.stream().map(o -> wiring.find(o, "output '" + o + "'")).toList());
  }

  public String name() {
    return name;
  }

  public List<Input> inputs() {
    return List.copyOf(wiring.inputs.keySet());
  }

  public List<Node> nodes() {
    return List.copyOf(wiring.nodes);
  }

  /** All blobs, in the order in which they were declared; a blob's id is its place here. */
  public List<Blob> blobs() {
    return List.copyOf(wiring.blobs);
  }

  public List<Blob> outputs() {
    return outputs;
  }

  /** Whether the outputs were named, rather than being all blobs that nobody reads. */
  public boolean declaresOutputs() {
    return declaresOutputs;
  }

  /** The blobs that node {@code i} reads. */
  public List<Blob> bottoms(int i) {
    return wiring.bottoms.get(i);
  }

  /** The blobs that node {@code i} makes. */
  public List<Blob> tops(int i) {
    return wiring.tops.get(i);
  }

  /** The blob that a name means after the last node. */
  public Blob blob(String blobName) {
    return wiring.find(blobName, "graph '" + name + "'");
  }

  /** The blob of a declared input. */
  public Blob input(Input input) {
    Blob blob = wiring.inputs.get(input);
    if (blob == null) {
      throw new GraphException("graph '" + name + "' has no such input: " + input);
    }
    return blob;
  }

  /** What every parameter is, by key LAYER.INDEX, in the order of the nodes. */
  public Map<String, ParamSpec> paramSpecs() {
    return Collections.unmodifiableMap(wiring.params.specs);
  }

  /** The keys of the parameters that node {@code i} uses. */
  public List<String> paramKeys(int i) {
    return wiring.params.keys.get(i);
  }

  /** Where the cells of a blob lie in the coordinates of an input; empty if that has no meaning. */
  public Optional<CoordMap> coordMap(Blob blob, Blob input) {
    Position position = wiring.positionOf(blob);
    return position.conflicts().containsKey(input)
        ? Optional.empty()
        : Optional.ofNullable(position.roots().get(input));
  }

  /** The shapes of all blobs that inputs of these shapes reach. */
  public Map<Blob, Shape> shapes(Map<String, Shape> inputShapes) {
    Map<Blob, Shape> shapes = new LinkedHashMap<>();
    inputShapes.forEach((input, shape) -> shapes.put(blobOfInput(input), checkRank(input, shape)));
    for (int i = 0; i < wiring.nodes.size(); i++) {
      if (shapes.keySet().containsAll(bottoms(i))) {
        Node node = wiring.nodes.get(i);
        List<Shape> tops = Shapes.ofTops(node, bottoms(i).stream().map(shapes::get).toList());
        for (int t = 0; t < tops.size(); t++) {
          shapes.put(tops(i).get(t), tops.get(t));
        }
      }
    }
    return shapes;
  }

  /** The shapes at which the parameters were made. */
  public Map<String, Shape> nominalInputs() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs().forEach(input -> shapes.put(input.name(), input.nominal()));
    return shapes;
  }

  private Blob blobOfInput(String inputName) {
    for (Input input : inputs()) {
      if (input.name().equals(inputName)) {
        return input(input);
      }
    }
    List<String> names = inputs().stream().map(Input::name).toList();
    throw new GraphException(
        "graph '%s' has no input '%s'; it has %s".formatted(name, inputName, names));
  }

  private Shape checkRank(String inputName, Shape shape) {
    Input input =
        inputs().stream().filter(i -> i.name().equals(inputName)).findFirst().orElseThrow();
    Shape nominal = input.nominal();
    if (shape.rank() != nominal.rank() || (input.free() && shape.c() != nominal.c())) {
      throw new ShapeException(
          "input '%s': found %s, expected %s".formatted(inputName, shape, input.describe()));
    }
    return shape;
  }

  private static List<Blob> unread(Wiring wiring) {
    Set<Blob> read = new HashSet<>();
    wiring.bottoms.forEach(read::addAll);
    return wiring.tops.stream().flatMap(List::stream).filter(b -> !read.contains(b)).toList();
  }
}
