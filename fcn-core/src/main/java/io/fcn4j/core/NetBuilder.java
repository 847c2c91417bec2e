package io.fcn4j.core;

import io.fcn4j.core.io.WeightSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Assembles a net, node by node. Every line is checked at once, with shapes; a {@link Blob} is what
 * one node made and what later nodes read.
 *
 * <pre>{@code
 * NetBuilder b = NetBuilder.named("tiny");
 * Blob data = b.input("data", 3);
 * Blob pool = b.from(data).add("conv1", conv(64).kernel(3).pad(1)).add("pool1", maxPool(2)).blob();
 * Blob up = b.add("upscore", deconv(21).kernel(4).stride(2).bilinear(), pool);
 * Net net = b.output(b.cropLike("score", up, data)).build(1337);
 * }</pre>
 */
public final class NetBuilder {
  private final String name;
  private final Wiring wiring;
  private final List<Blob> outputs;
  private final UnaryOperator<String> naming;

  private NetBuilder(String name, Wiring wiring, List<Blob> outputs, UnaryOperator<String> naming) {
    this.name = name;
    this.wiring = wiring;
    this.outputs = outputs;
    this.naming = naming;
  }

  public static NetBuilder named(String name) {
    return new NetBuilder(name, new Wiring(), new ArrayList<>(), UnaryOperator.identity());
  }

  /**
   * This same net under other names: every node and input added through the returned builder is
   * named by {@code naming}. One method can so build a branch several times ({@code "left/" + n},
   * or {@code n + "color"} for the paper's two-stream nets).
   */
  public NetBuilder scope(UnaryOperator<String> inner) {
    return new NetBuilder(name, wiring, outputs, n -> naming.apply(inner.apply(n)));
  }

  /** An input of so many channels; N, H and W stay free. */
  public Blob input(String inputName, long channels) {
    return wiring.add(Input.free(naming.apply(inputName), channels));
  }

  /** An input of any rank, with the shape that parameters are made for. */
  public Blob input(String inputName, Shape nominal) {
    return wiring.add(Input.fixed(naming.apply(inputName), nominal));
  }

  /** An input N x 1 x H x W of class indices. */
  public Blob label(String inputName) {
    return input(inputName, 1);
  }

  /** The blob that a name means now. */
  public Blob blob(String blobName) {
    return wiring.blob(blobName, "net '" + name + "'");
  }

  /** Adds a layer; its top has the name of the node. For layers of several tops: the first. */
  public Blob add(String node, Layer layer, Blob... bottoms) {
    return addAll(node, layer, bottoms).get(0);
  }

  /** Adds a layer of several tops, named NODE, NODE_1, NODE_2, ... */
  public List<Blob> addAll(String node, Layer layer, Blob... bottoms) {
    return add(Node.of(naming.apply(node), layer, names(node, bottoms)));
  }

  /** Adds a node with everything that can be said about one. */
  public List<Blob> add(Node node) {
    return wiring.add(node);
  }

  /** Adds a layer in place, as Caffe's files do: from here on the bottom's name means its top. */
  public Blob addInPlace(String node, Layer layer, Blob bottom) {
    Node inPlace = Node.of(naming.apply(node), layer, names(node, bottom));
    return add(inPlace.withTops(inPlace.bottoms())).get(0);
  }

  /** Starts a chain of layers of one bottom and one top. */
  public Chain from(Blob blob) {
    return new Chain(blob);
  }

  /**
   * Crops a blob to the size and place of a reference. The offset follows from the coordinate maps
   * of both; it is refused, with the numbers, where it would be fractional or negative.
   */
  public Blob cropLike(String node, Blob blob, Blob reference) {
    return add(node, cropLayer(node, blob, reference), blob, reference);
  }

  /** The layer that {@link #cropLike} would add, for nodes that name their tops otherwise. */
  public Crop cropLayer(String node, Blob blob, Blob reference) {
    return new Crop(2, CropOffsets.of(naming.apply(node), place(blob), place(reference)));
  }

  /**
   * Whether a reference starts within a blob, so that {@link #cropLike} can cut it out; false where
   * it starts before, or where nothing lines up.
   */
  public boolean startsWithin(Blob reference, Blob blob) {
    return CropOffsets.startsWithin(place(blob), place(reference));
  }

  private CropOffsets.Place place(Blob blob) {
    return new CropOffsets.Place(blob, wiring.positionOf(blob));
  }

  /** Adds a loss of weight 1. */
  public NetBuilder loss(String node, Layer layer, Blob... bottoms) {
    return loss(node, 1f, layer, bottoms);
  }

  /** Adds a loss; the objective is the weighted sum of all losses of a net. */
  public NetBuilder loss(String node, float weight, Layer layer, Blob... bottoms) {
    add(Node.of(naming.apply(node), layer, names(node, bottoms)).withLossWeights(weight));
    return this;
  }

  /**
   * Adds a whole graph as a part of this net.
   *
   * @param inputs for every input of the graph by name, the blob that feeds it
   * @return the graph's blobs by their names in it
   * @throws GraphException if an input is not fed, or something else is
   */
  public Map<String, Blob> addGraph(Graph graph, Map<String, Blob> inputs) {
    String who = "subgraph '" + graph.name() + "'";
    List<String> expected = graph.inputs().stream().map(Input::name).toList();
    for (String input : expected) {
      if (!inputs.containsKey(input)) {
        throw new GraphException(who + ": nothing feeds its input '" + input + "'");
      }
    }
    inputs.forEach(
        (input, blob) -> {
          if (!expected.contains(input)) {
            throw new GraphException(who + ": has no input '" + input + "'; it has " + expected);
          }
          checkReadable(who, blob);
        });
    Map<String, Blob> made = new LinkedHashMap<>(inputs);
    for (Node node : graph.nodes()) {
      List<String> bottoms = node.bottoms().stream().map(b -> nameOf(who, made, b)).toList();
      List<String> tops = new ArrayList<>();
      for (int i = 0; i < node.tops().size(); i++) {
        tops.add(node.inPlace(i) ? bottoms.get(i) : naming.apply(node.tops().get(i)));
      }
      Node copy =
          new Node(
              naming.apply(node.name()),
              node.layer(),
              bottoms,
              tops,
              node.params(),
              node.lossWeights(),
              node.propagateDown());
      List<Blob> blobs = add(copy);
      for (int i = 0; i < blobs.size(); i++) {
        made.put(node.tops().get(i), blobs.get(i));
      }
    }
    return made;
  }

  private String nameOf(String who, Map<String, Blob> made, String inner) {
    Blob blob = Wiring.blob(made, inner, who);
    checkReadable(who, blob);
    return blob.name();
  }

  /** Declares what {@link Session#forward} returns; without any, all blobs that nobody reads. */
  public NetBuilder output(Blob... blobs) {
    for (Blob blob : blobs) {
      checkReadable("output", blob);
    }
    outputs.addAll(Arrays.asList(blobs));
    return this;
  }

  /** Says that the net is meant for one phase only; sessions of the other are refused. */
  public NetBuilder phase(Phase phase) {
    wiring.phase = phase;
    return this;
  }

  /** Lets training make the gradients of all inputs too: Caffe's {@code force_backward}. */
  public NetBuilder forceBackward() {
    wiring.forceBackward = true;
    return this;
  }

  /** The graph alone, without parameters. */
  public Graph graph() {
    return new Graph(name, wiring, outputs);
  }

  /** The net, its parameters filled from this seed. */
  public Net build(long seed) {
    Graph graph = graph();
    return Net.of(graph, Params.create(graph, seed));
  }

  /**
   * The net with a source's weights, by the rule of {@link Params#loadByName}, which is logged;
   * what the source lacks is filled from this seed.
   */
  public Net build(long seed, WeightSource weights) {
    Graph graph = graph();
    return Net.of(graph, Params.create(graph, seed, weights));
  }

  private List<String> names(String node, Blob... bottoms) {
    for (Blob bottom : bottoms) {
      checkReadable("node '" + naming.apply(node) + "'", bottom);
    }
    return Arrays.stream(bottoms).map(Blob::name).toList();
  }

  private void checkReadable(String who, Blob blob) {
    wiring.positionOf(blob);
    if (!wiring.isCurrent(blob)) {
      throw new GraphException(
          ("%s: blob '%s' has been overwritten in place since; read the blob that the in-place"
                  + " node returned")
              .formatted(who, blob));
    }
  }

  /** A chain of layers, each reading the one before. */
  public final class Chain {
    private final Blob last;

    private Chain(Blob last) {
      this.last = last;
    }

    public Chain add(String node, Layer layer) {
      return new Chain(NetBuilder.this.add(node, layer, last));
    }

    public Chain addInPlace(String node, Layer layer) {
      return new Chain(NetBuilder.this.addInPlace(node, layer, last));
    }

    /** The last blob of the chain. */
    public Blob blob() {
      return last;
    }
  }
}
