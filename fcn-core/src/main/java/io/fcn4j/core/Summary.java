package io.fcn4j.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a net is at given input shapes: for every layer the shape of its top, its parameters,
 * multiply-accumulates, receptive field and stride in the first input, and the memory of its tops.
 */
public final class Summary {
  private final Net net;
  private final List<Row> rows = new ArrayList<>();

  /**
   * One layer.
   *
   * @param receptiveField rows of the first input that one cell sees; 0 where that has no meaning
   * @param stride rows of the first input between two cells; "-" where that has no meaning
   * @param bytes of the tops, if they were all kept
   */
  public record Row(
      String layer,
      String type,
      Shape shape,
      long params,
      long macs,
      long receptiveField,
      String stride,
      long bytes) {}

  Summary(Net net, Map<String, Shape> inputs) {
    this.net = net;
    Graph graph = net.graph();
    Map<Blob, Shape> shapes = graph.shapes(inputs);
    @Nullable Blob first = graph.inputs().isEmpty() ? null : graph.input(graph.inputs().get(0));
    for (int i = 0; i < graph.nodes().size(); i++) {
      List<Blob> tops = graph.tops(i);
      if (!tops.isEmpty() && shapes.keySet().containsAll(tops)) {
        rows.add(row(graph, i, shapes, first));
      }
    }
  }

  static Summary of(Net net, Shape first) {
    Map<String, Shape> inputs = new LinkedHashMap<>();
    inputs.put(net.graph().inputs().get(0).name(), first);
    return new Summary(net, inputs);
  }

  private static Row row(Graph graph, int i, Map<Blob, Shape> shapes, @Nullable Blob first) {
    Node node = graph.nodes().get(i);
    List<Shape> bottoms = graph.bottoms(i).stream().map(shapes::get).toList();
    List<Shape> tops = graph.tops(i).stream().map(shapes::get).toList();
    Optional<CoordMap> map =
        first == null ? Optional.empty() : graph.coordMap(graph.tops(i).get(0), first);
    return new Row(
        node.name(),
        node.layer().type(),
        tops.get(0),
        node.layer().params(bottoms).stream().mapToLong(spec -> spec.shape().count()).sum(),
        node.layer().macs(bottoms),
        map.map(m -> ceil(m.y().extent())).orElse(0L),
        map.map(m -> m.y().scale().toString()).orElse("-"),
        tops.stream().mapToLong(Shape::count).sum() * Float.BYTES);
  }

  private static long ceil(Fraction value) {
    return -Math.floorDiv(-value.numerator(), value.denominator());
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  public long macs() {
    return rows.stream().mapToLong(Row::macs).sum();
  }

  @Override
  public String toString() {
    int name = rows.stream().mapToInt(row -> row.layer.length()).max().orElse(5);
    int type = rows.stream().mapToInt(row -> row.type.length()).max().orElse(4);
    String format = "%-" + name + "s  %-" + type + "s  %-18s %14s %16s %6s %7s %12s%n";
    StringBuilder table =
        new StringBuilder(
            format.formatted(
                "layer", "type", "output", "parameters", "MACs", "field", "stride", "bytes"));
    for (Row row : rows) {
      table.append(
          format.formatted(
              row.layer,
              row.type,
              row.shape,
              "%,d".formatted(row.params),
              "%,d".formatted(row.macs),
              row.receptiveField == 0 ? "-" : row.receptiveField,
              row.stride,
              "%,d".formatted(row.bytes)));
    }
    return table
        .append(
            "net '%s': %,d parameters, %,d multiply-accumulates, %,d bytes of blobs"
                .formatted(
                    net.graph().name(),
                    net.params().count(),
                    macs(),
                    rows.stream().mapToLong(Row::bytes).sum()))
        .toString();
  }
}
