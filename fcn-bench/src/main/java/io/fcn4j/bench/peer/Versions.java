package io.fcn4j.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What the peers are and of which versions, as the build has written down. */
final class Versions {
  private static final Properties ALL = read();

  private Versions() {}

  static String of(String label) {
    return Objects.requireNonNull(ALL.getProperty(label), label);
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      properties.load(Objects.requireNonNull(in, "versions.properties"));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
