package io.fcn4j.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph under construction. Everything is checked when it is added, with shapes at two probe
 * sizes, so that an error points at the line that caused it.
 */
final class Wiring {
  final Map<Input, Blob> inputs = new LinkedHashMap<>();
  final List<Node> nodes = new ArrayList<>();
  final List<List<Blob>> bottoms = new ArrayList<>();
  final List<List<Blob>> tops = new ArrayList<>();
  final List<Blob> blobs = new ArrayList<>();
  final Map<String, Blob> current = new LinkedHashMap<>();
  final Map<Blob, Position> positions = new LinkedHashMap<>();
  final ParamTable params = new ParamTable();
  @Nullable Phase phase;
  boolean forceBackward;
  private final Set<String> nodeNames = new HashSet<>();
  private final List<Map<Blob, Shape>> probes =
      List.of(new LinkedHashMap<>(), new LinkedHashMap<>());

  Blob add(Input input) {
    checkUnused(current.keySet(), input.name(), "input '" + input.name() + "'");
    Blob blob = newBlob(input.name());
    inputs.put(input, blob);
    positions.put(blob, Position.root(blob));
    for (int i = 0; i < probes.size(); i++) {
      probes.get(i).put(blob, input.probes().get(i));
    }
    return blob;
  }

  /** Adds a node, or changes nothing and throws. */
  List<Blob> add(Node node) {
    checkNames(node);
    List<Blob> from =
        node.bottoms().stream()
            .map(bottom -> find(current, bottom, node.describe(), "bottom"))
            .toList();
    checkArity(node);
    List<List<Shape>> bottomShapes =
        probes.stream().map(shapes -> from.stream().map(shapes::get).toList()).toList();
    List<List<Shape>> topShapes =
        bottomShapes.stream().map(shapes -> Shapes.ofTops(node, shapes)).toList();
    params.add(node, bottomShapes);

    List<Position> bottomPositions = from.stream().map(this::positionOf).toList();
    List<Blob> made = new ArrayList<>();
    for (int i = 0; i < node.tops().size(); i++) {
      Blob top = newBlob(node.tops().get(i));
      positions.put(top, Position.ofTop(top, node, bottomPositions));
      for (int p = 0; p < probes.size(); p++) {
        probes.get(p).put(top, topShapes.get(p).get(i));
      }
      made.add(top);
    }
    nodeNames.add(node.name());
    nodes.add(node);
    bottoms.add(from);
    tops.add(List.copyOf(made));
    return made;
  }

  /** The blob that a name means now. */
  Blob blob(String name, String who) {
    return blob(current, name, who);
  }

  static Blob blob(Map<String, Blob> byName, String name, String who) {
    return find(byName, name, who, "blob");
  }

  private static Blob find(Map<String, Blob> byName, String name, String who, String what) {
    Blob blob = byName.get(name);
    if (blob == null) {
      throw new GraphException(
          "%s: unknown %s '%s'%s".formatted(who, what, name, Names.nearest(name, byName.keySet())));
    }
    return blob;
  }

  Position positionOf(Blob blob) {
    return of(positions, blob);
  }

  static Position of(Map<Blob, Position> positions, Blob blob) {
    Position position = positions.get(blob);
    if (position == null) {
      throw new GraphException("blob '" + blob + "' belongs to another builder");
    }
    return position;
  }

  /** Whether a blob is still what its name means. */
  boolean isCurrent(Blob blob) {
    return current.get(blob.name()) == blob;
  }

  private void checkNames(Node node) {
    if (nodeNames.contains(node.name())) {
      throw new GraphException(node.describe() + ": the graph already has a node of this name");
    }
    Set<String> own = new HashSet<>();
    for (int i = 0; i < node.tops().size(); i++) {
      String top = node.tops().get(i);
      if (node.inPlace(i) && !node.layer().capabilities().inPlace()) {
        throw new GraphException(
            node.describe()
                + ": top '"
                + top
                + "' is declared in place, which this layer can't do; give the top another name");
      }
      checkUnused(own, top, node.describe());
      if (!node.inPlace(i)) {
        checkUnused(current.keySet(), top, node.describe());
      }
      own.add(top);
    }
  }

  private static void checkUnused(Set<String> taken, String name, String who) {
    if (taken.contains(name)) {
      throw new GraphException(who + ": duplicate top '" + name + "'; every blob has one producer");
    }
  }

  private static void checkArity(Node node) {
    Arity arity = node.layer().arity();
    if (!arity.takes(node.bottoms().size())) {
      throw new GraphException(
          "%s: found %d bottoms %s, expected %s"
              .formatted(
                  node.describe(), node.bottoms().size(), node.bottoms(), arity.describeBottoms()));
    }
    if (arity.tops() != node.tops().size()) {
      throw new GraphException(
          "%s: found %d tops %s, expected %d"
              .formatted(node.describe(), node.tops().size(), node.tops(), arity.tops()));
    }
  }

  private Blob newBlob(String name) {
    Blob blob = new Blob(blobs.size(), name);
    blobs.add(blob);
    current.put(name, blob);
    return blob;
  }
}
