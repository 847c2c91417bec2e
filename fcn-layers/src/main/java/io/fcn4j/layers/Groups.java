package io.fcn4j.layers;

import io.fcn4j.core.ShapeException;

/** The check that channels divide into groups. */
final class Groups {
  private Groups() {}

  static void require(int group, long in, long out) {
    if (group < 1 || in % group != 0 || out % group != 0) {
      throw new ShapeException(
          "found %d channels in, %d out, group %d; expected a group that divides both"
              .formatted(in, out, group));
    }
  }
}
