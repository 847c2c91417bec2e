package io.fcn4j.core;

import java.util.List;
import java.util.Locale;

/** In what numbers products are computed; arrays in and out are always float32. */
public enum Precision {
  /** float32 throughout. */
  F32,
  /**
   * Inference with the factors of large products rounded to bfloat16, which has the range of
   * float32 but 8 bits of precision; sums are float32. An engine that has it uses it where it is
   * faster, and float32 elsewhere: on CPUs without instructions for it throughout, with a warning.
   */
  BF16;

  /** As options and reports write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses an engine that does not have it.
   *
   * @throws FcnException with the engines that have it
   */
  public void requireOf(Engine engine) {
    if (!engine.precisions().contains(this)) {
      List<String> others = Engines.having(this);
      throw new FcnException(
          "engine %s: found precision %s, expected %s; leave it out, or %s"
              .formatted(
                  engine.name(),
                  text(),
                  String.join(" or ", engine.precisions().stream().map(Precision::text).toList()),
                  others.isEmpty()
                      ? "add the module fcn-onednn and its natives for an engine that has it"
                      : "take engine " + String.join(" or ", others)));
    }
  }
}
