package io.fcn4j.core.solver;

import io.fcn4j.core.FcnException;

/** Refuses settings that make no sense. */
final class Settings {
  private Settings() {}

  static void atLeastOne(String what, long value) {
    require(value >= 1, what, value, "at least 1");
  }

  static void finite(String what, double value) {
    require(Double.isFinite(value), what, value, "a finite number");
  }

  static void notNegative(String what, double value) {
    require(Double.isFinite(value) && value >= 0, what, value, "a finite number, 0 or more");
  }

  private static void require(boolean valid, String what, Object value, String expected) {
    if (!valid) {
      throw new FcnException("solver: " + what + " is " + value + ", expected " + expected);
    }
  }
}
