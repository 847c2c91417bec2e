package io.fcn4j.core;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable, validated DAG of nodes, for any input size. Nodes are in an order in which they can
 * run. Fan-out is implicit: a blob may have any number of readers.
 */
public final class Graph {
  private final String name;
  private final List<Input> inputs;
  private final Map<Input, Blob> blobOfInput;
  private final List<Node> nodes;
  private final List<List<Blob>> bottoms;
  private final List<List<Blob>> tops;
  private final List<Blob> blobs;
  private final Map<String, Blob> blobByName;
  private final Map<Blob, Position> positions;
  private final Map<String, ParamSpec> paramSpecs;
  private final List<List<String>> paramKeys;
  private final List<Blob> outputs;
  private final boolean declaresOutputs;
  private final @Nullable Phase phase;
  private final boolean forceBackward;

  /** A copy of what has been wired so far; the builder may go on. */
  Graph(String name, Wiring wiring, List<Blob> outputs) {
    this.name = name;
    this.inputs = List.copyOf(wiring.inputs.keySet());
    this.blobOfInput = Map.copyOf(wiring.inputs);
    this.nodes = List.copyOf(wiring.nodes);
    this.bottoms = List.copyOf(wiring.bottoms);
    this.tops = List.copyOf(wiring.tops);
    this.blobs = List.copyOf(wiring.blobs);
    this.blobByName = Map.copyOf(wiring.current);
    this.positions = Map.copyOf(wiring.positions);
    this.paramSpecs = Collections.unmodifiableMap(new LinkedHashMap<>(wiring.params.specs()));
    this.paramKeys = List.copyOf(wiring.params.keys());
    this.phase = wiring.phase;
    this.forceBackward = wiring.forceBackward;
    this.declaresOutputs = !outputs.isEmpty();
    this.outputs = outputs.isEmpty() ? unread() : List.copyOf(outputs);
  }

  /**
   * A graph of nodes in any order; they are sorted so that every bottom comes before its reader.
   * The given order is kept wherever it is valid, and it alone says which value of a name that is
   * overwritten in place a node reads: the last one made before it.
   *
   * @param outputs names of the output blobs; empty for all blobs that nobody reads
   */
  public static Graph of(String name, List<Input> inputs, List<Node> nodes, List<String> outputs) {
    Wiring wiring = new Wiring();
    inputs.forEach(wiring::add);
    TopologicalOrder.of(inputs, nodes).forEach(wiring::add);
    return new Graph(
        name,
        wiring,
        outputs.stream().map(o -> wiring.blob(o, "graph '" + name + "', output")).toList());
  }

  public String name() {
    return name;
  }

  /** The only phase that the graph is meant for, if there is one. */
  public Optional<Phase> phase() {
    return Optional.ofNullable(phase);
  }

  /** Whether training makes the gradients of all inputs too. */
  public boolean forceBackward() {
    return forceBackward;
  }

  public List<Input> inputs() {
    return inputs;
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** All blobs, in the order in which they were declared; a blob's id is its place here. */
  public List<Blob> blobs() {
    return blobs;
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
    return bottoms.get(i);
  }

  /** The blobs that node {@code i} makes. */
  public List<Blob> tops(int i) {
    return tops.get(i);
  }

  /** The blob that a name means after the last node. */
  public Blob blob(String blobName) {
    return Wiring.blob(blobByName, blobName, "graph '" + name + "'");
  }

  /** The blob of a declared input. */
  public Blob input(Input input) {
    Blob blob = blobOfInput.get(input);
    if (blob == null) {
      throw new GraphException("graph '" + name + "' has no such input: " + input);
    }
    return blob;
  }

  /** What every parameter is, by key LAYER.INDEX, in the order of the nodes. */
  public Map<String, ParamSpec> paramSpecs() {
    return paramSpecs;
  }

  /** The keys of the parameters that node {@code i} uses. */
  public List<String> paramKeys(int i) {
    return paramKeys.get(i);
  }

  /** For every parameter that is another node's, its key under the node that shares it. */
  Map<String, String> paramAliases() {
    Map<String, String> aliases = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (int p = 0; p < paramKeys(i).size(); p++) {
        String key = ParamTable.key(nodes.get(i), p);
        if (!key.equals(paramKeys(i).get(p))) {
          aliases.put(key, paramKeys(i).get(p));
        }
      }
    }
    return aliases;
  }

  /** Where the cells of a blob lie in the coordinates of an input; empty if that has no meaning. */
  public Optional<CoordMap> coordMap(Blob blob, Blob input) {
    Position position = Wiring.of(positions, blob);
    return position.conflicts().containsKey(input)
        ? Optional.empty()
        : Optional.ofNullable(position.roots().get(input));
  }

  /** The shapes of all blobs that inputs of these shapes reach. */
  public Map<Blob, Shape> shapes(Map<String, Shape> inputShapes) {
    Map<Blob, Shape> shapes = new LinkedHashMap<>();
    inputShapes.forEach((input, shape) -> shapes.put(blobOfInput(input), checkRank(input, shape)));
    for (int i = 0; i < nodes.size(); i++) {
      if (shapes.keySet().containsAll(bottoms(i))) {
        Node node = nodes.get(i);
        List<Shape> made = Shapes.ofTops(node, bottoms(i).stream().map(shapes::get).toList());
        for (int t = 0; t < made.size(); t++) {
          shapes.put(tops(i).get(t), made.get(t));
        }
      }
    }
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

  private List<Blob> unread() {
    Set<Blob> read = new HashSet<>();
    bottoms.forEach(read::addAll);
    return tops.stream().flatMap(List::stream).filter(b -> !read.contains(b)).toList();
  }
}
