package io.fcn4j.core;

import io.fcn4j.core.nd4j.Nd4jEngine;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines of this class path. */
public final class Engines {
  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private Engines() {}

  /** The engine on ND4J ops, on whatever ND4J backend the class path holds. */
  public static Engine nd4j() {
    return Nd4jEngine.INSTANCE;
  }

  /**
   * The engine of a name.
   *
   * @throws FcnException with the names that there are
   */
  public static Engine named(String name) {
    List<Engine> engines = all();
    return engines.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FcnException(
                    "unknown engine '%s'; there are %s"
                        .formatted(name, engines.stream().map(Engine::name).toList())));
  }

  /** The names of those that can run here and have a precision. */
  static List<String> having(Precision precision) {
    return all().stream()
        .filter(engine -> engine.priority() >= 0 && engine.precisions().contains(precision))
        .map(Engine::name)
        .toList();
  }

  /** The engines of the class path, the preferred one first. */
  private static List<Engine> all() {
    return Stream.concat(
            Stream.of(nd4j()),
            ServiceLoader.load(Engine.class).stream().map(ServiceLoader.Provider::get))
        .sorted(Comparator.comparingInt(Engine::priority).reversed())
        .toList();
  }

  /** The fastest engine that can run here; what it is and why is logged once. */
  public static Engine best() {
    return Best.ENGINE;
  }

  private static final class Best {
    static final Engine ENGINE = choose();

    private static Engine choose() {
      List<Engine> engines = all();
      engines.forEach(engine -> LOG.debug("engine {}: {}", engine.name(), engine.describe()));
      LOG.info("using engine {}: {}", engines.get(0).name(), engines.get(0).describe());
      return engines.get(0);
    }
  }
}
