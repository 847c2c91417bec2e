package io.fcn4j.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "fcn4j " + Objects.requireNonNullElse(version, "(not from a jar)"),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name"),
    };
  }
}
