package io.fcn4j.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which parameters a graph has, and which node uses which: the bookkeeping of sharing. */
final class ParamTable {
  private final Map<String, ParamSpec> specs = new LinkedHashMap<>();
  private final Map<String, String> ownerOfShared = new HashMap<>();
  private final Set<String> withMults = new HashSet<>();
  private final List<List<String>> keys = new ArrayList<>();

  static String key(Node node, int index) {
    return node.name() + "." + index;
  }

  /** Key LAYER.INDEX of the owner -> what it is. */
  Map<String, ParamSpec> specs() {
    return specs;
  }

  /** For every node in order, the keys of its parameters. */
  List<List<String>> keys() {
    return keys;
  }

  /** Adds the parameters of a node, or changes nothing and throws. */
  void add(Node node, List<List<Shape>> bottomsOfProbes) {
    List<ParamSpec> found = Shapes.ofParams(node, bottomsOfProbes.get(0));
    checkIndependentOfSize(node, found, Shapes.ofParams(node, bottomsOfProbes.get(1)));
    if (node.params().size() > found.size()) {
      throw new GraphException(
          "%s: found rules for %d parameters, but the layer has %d"
              .formatted(node.describe(), node.params().size(), found.size()));
    }
    Addition addition = new Addition();
    List<String> own = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      own.add(addition.put(node, i, found.get(i), node.paramRule(i)));
    }
    specs.putAll(addition.specs);
    ownerOfShared.putAll(addition.ownerOfShared);
    withMults.addAll(addition.withMults);
    keys.add(List.copyOf(own));
  }

  /** What one node adds to the table, while it may yet be refused. */
  private final class Addition {
    final Map<String, ParamSpec> specs = new LinkedHashMap<>();
    final Map<String, String> ownerOfShared = new HashMap<>();
    final Set<String> withMults = new HashSet<>();

    /** Returns the key of the owner. */
    String put(Node node, int index, ParamSpec spec, ParamRule rule) {
      String key = key(node, index);
      String shared = rule.shared();
      String owner = shared == null ? null : ownerOf(shared, key);
      ParamSpec known =
          owner == null ? null : specs.getOrDefault(owner, ParamTable.this.specs.get(owner));
      if (owner == null || known == null) {
        specs.put(key, apply(rule, spec));
        if (rule.mults() != null) {
          withMults.add(key);
        }
        return key;
      }
      if (!rule.fits(spec.shape(), known.shape())) {
        throw new GraphException(
            "%s: shares parameter '%s' with %s, but needs %s where that has %s"
                .formatted(node.describe(), shared, owner, spec.shape(), known.shape()));
      }
      if (rule.mults() != null) {
        boolean first = !ParamTable.this.withMults.contains(owner) && withMults.add(owner);
        if (!first && !rule.mults().equals(known.mults())) {
          throw new GraphException(
              "%s: shares parameter '%s' with %s, but gives %s where that gives %s"
                  .formatted(node.describe(), shared, owner, rule.mults(), known.mults()));
        }
        specs.put(owner, apply(rule, known));
      }
      return owner;
    }

    /** The key that owns a shared name; the first that uses it. */
    private String ownerOf(String shared, String key) {
      String owner = ParamTable.this.ownerOfShared.get(shared);
      return owner == null ? ownerOfShared.computeIfAbsent(shared, name -> key) : owner;
    }
  }

  private static ParamSpec apply(ParamRule rule, ParamSpec spec) {
    Mults mults = rule.mults();
    return mults == null
        ? spec
        : new ParamSpec(spec.name(), spec.shape(), spec.filler(), mults, spec.learned());
  }

  private static void checkIndependentOfSize(
      Node node, List<ParamSpec> one, List<ParamSpec> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).shape().equals(other.get(i).shape())) {
        throw new GraphException(
            ("%s: the shape of its %s depends on the size of the input, which is free;"
                    + " declare the input with a size: builder.input(name, Shape.of(1, 3, 224, 224))")
                .formatted(node.describe(), one.get(i).name()));
      }
    }
  }
}
