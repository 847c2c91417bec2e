package io.fcn4j.core;

import java.util.Map;

/**
 * A graph and its parameters. The structure is immutable and any number of sessions may read it at
 * once; training writes the parameters from one thread.
 */
public final class Net {
  private final Graph graph;
  private final Params params;

  private Net(Graph graph, Params params) {
    this.graph = graph;
    this.params = params;
  }

  /** A net over existing parameters, which must hold what the graph needs, in its shapes. */
  public static Net of(Graph graph, Params params) {
    params.checkFits(graph);
    return new Net(graph, params);
  }

  public Graph graph() {
    return graph;
  }

  public Params params() {
    return params;
  }

  /** A net over a frozen copy of the parameters, for serving while this one is trained. */
  public Net fork() {
    return new Net(graph, params.copy());
  }

  /**
   * Refuses a phase that the graph is not meant for; engines call it.
   *
   * @throws GraphException with the phase that it is for
   */
  public void checkPhase(Phase phase) {
    graph
        .phase()
        .filter(only -> only != phase)
        .ifPresent(
            only -> {
              throw new GraphException(
                  "net '%s' was made for phase %s, found %s; layers of the other phase may be missing. Read its file for %s"
                      .formatted(graph.name(), only, phase, phase));
            });
  }

  /** A table of all layers for a first input of this shape; see {@link Summary}. */
  public Summary summary(Shape input) {
    return Summary.of(this, input);
  }

  /** A table of all layers for inputs of these shapes. */
  public Summary summary(Map<String, Shape> inputs) {
    return new Summary(this, inputs);
  }

  @Override
  public String toString() {
    return "Net '%s' (%d nodes, %,d parameters)"
        .formatted(graph.name(), graph.nodes().size(), params.count());
  }
}
