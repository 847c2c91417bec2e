package io.fcn4j.core;

/** In what numbers products are computed; arrays in and out are always float32. */
public enum Precision {
  /** float32 throughout. */
  F32,
  /**
   * Inference with the factors of large products rounded to bfloat16, which has the range of
   * float32 but 8 bits of precision; sums are float32. Engines use it where it is faster on this
   * machine, and float32 elsewhere.
   */
  BF16
}
