package io.fcn4j.core;

import java.util.Map;

/** A picture of a graph in the DOT language; {@code dot -Tsvg} draws it. */
public final class Graphviz {
  private Graphviz() {}

  /** The graph with the shapes that its blobs have for the inputs given. */
  public static String dot(Graph graph, Map<String, Shape> inputs) {
    Map<Blob, Shape> shapes = graph.shapes(inputs);
    StringBuilder dot = new StringBuilder("digraph \"" + escape(graph.name()) + "\" {\n");
    dot.append("  rankdir=BT;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (Input input : graph.inputs()) {
      dot.append(
          "  \"input %s\" [shape=ellipse, label=\"%s\"];%n"
              .formatted(escape(input.name()), escape(input.name())));
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      dot.append(
          "  \"%s\" [label=\"%s\\n%s\"];%n"
              .formatted(escape(node.name()), escape(node.name()), node.layer().type()));
      for (Blob bottom : graph.bottoms(i)) {
        dot.append(
            "  \"%s\" -> \"%s\" [label=\"%s\"];%n"
                .formatted(
                    escape(producer(graph, bottom)),
                    escape(node.name()),
                    shapes.containsKey(bottom) ? shapes.get(bottom) : ""));
      }
    }
    return dot.append("}\n").toString();
  }

  private static String producer(Graph graph, Blob blob) {
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (graph.tops(i).contains(blob)) {
        return graph.nodes().get(i).name();
      }
    }
    return "input " + blob.name();
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
