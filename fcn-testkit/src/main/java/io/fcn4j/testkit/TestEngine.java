package io.fcn4j.testkit;

import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;

/**
 * The engine that is tested: that of the system property {@code fcn4j.testkit.engine}, or the
 * specification.
 */
public final class TestEngine {
  private TestEngine() {}

  public static Engine get() {
    String name = System.getProperty("fcn4j.testkit.engine");
    return name == null ? Engines.nd4j() : Engines.named(name);
  }
}
