package io.fcn4j.testkit;

/** How all checks say what is wrong: where, what was found, what was expected. */
final class Finding {
  private Finding() {}

  static String text(String where, Object found, Object expected) {
    return "%s:%n    found     %s%n    expected  %s".formatted(where, found, expected);
  }

  static AssertionError of(String where, Object found, Object expected) {
    return new AssertionError(text(where, found, expected));
  }
}
