package io.fcn4j.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which parameters a graph has, and which node uses which: the bookkeeping of sharing. */
final class ParamTable {
  /** Key LAYER.INDEX of the owner -> what it is. */
  final Map<String, ParamSpec> specs = new LinkedHashMap<>();

  /** For every node in order, the keys of its parameters. */
  final List<List<String>> keys = new ArrayList<>();

  private final Map<String, String> ownerOfShared = new HashMap<>();

  void add(Node node, List<List<Shape>> bottomsOfProbes) {
    List<ParamSpec> found = node.layer().params(bottomsOfProbes.get(0));
    checkIndependentOfSize(node, found, node.layer().params(bottomsOfProbes.get(1)));
    if (node.params().size() > found.size()) {
      throw new GraphException(
          "%s: found rules for %d parameters, but the layer has %d"
              .formatted(node.describe(), node.params().size(), found.size()));
    }
    List<String> own = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      ParamRule rule = i < node.params().size() ? node.params().get(i) : new ParamRule(null, null);
      own.add(key(node, i, apply(rule, found.get(i)), rule.shared()));
    }
    keys.add(List.copyOf(own));
  }

  private String key(Node node, int index, ParamSpec spec, @Nullable String shared) {
    String key = node.name() + "." + index;
    String owner = shared == null ? null : ownerOfShared.putIfAbsent(shared, key);
    if (owner == null) {
      specs.put(key, spec);
      return key;
    }
    ParamSpec known = specs.get(owner);
    if (known == null || !known.shape().equals(spec.shape())) {
      throw new GraphException(
          "%s: shares parameter '%s' with %s, but needs %s where that has %s"
              .formatted(
                  node.describe(),
                  shared,
                  owner,
                  spec.shape(),
                  known == null ? "" : known.shape()));
    }
    return owner;
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
