package io.fcn4j.layers;

import io.fcn4j.core.FcnException;

/** The check of a number among a layer's settings. */
final class Finite {
  private Finite() {}

  static void require(String what, float value) {
    if (!Float.isFinite(value)) {
      throw new FcnException("%s: found %s, expected a finite number".formatted(what, value));
    }
  }
}
