package io.fcn4j.onnx;

import java.util.HashSet;
import java.util.Set;

/** Gives out names, each once. */
final class UniqueNames {
  private final Set<String> taken = new HashSet<>();

  /** Takes a name if it is free. */
  boolean take(String name) {
    return taken.add(name);
  }

  /** This name if it is free, else it with a number. */
  String like(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
