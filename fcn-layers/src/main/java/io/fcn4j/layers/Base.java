package io.fcn4j.layers;

import io.fcn4j.core.FcnException;

/** The base of Exp and Log: above 0, or Caffe's -1, which stands for e. */
final class Base {
  static final float E = -1;

  private Base() {}

  static void require(float base) {
    if (base != E && !(base > 0 && Float.isFinite(base))) {
      throw new FcnException(
          "base: found %s, expected a finite number above 0, or -1 for e".formatted(base));
    }
  }

  /** The natural logarithm of a base. */
  static double ln(float base) {
    return base == E ? 1 : Math.log(base);
  }
}
