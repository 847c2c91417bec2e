package io.fcn4j.core;

import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An engine whose sessions all have an option.
 *
 * @param what the option, for people
 */
record EngineWith(Engine engine, String what, UnaryOperator<SessionOptions> option)
    implements Engine {
  static Engine threads(Engine engine, int count) {
    if (count < 1) {
      throw new FcnException("threads: found " + count + ", expected at least 1");
    }
    return new EngineWith(engine, "threads: " + count, options -> options.threads(count));
  }

  static Engine precision(Engine engine, Precision precision) {
    precision.requireOf(engine);
    return new EngineWith(
        engine, "precision: " + precision.text(), options -> options.precision(precision));
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public int priority() {
    return engine.priority();
  }

  @Override
  public String describe() {
    return engine.describe() + ", " + what;
  }

  @Override
  public Set<Precision> precisions() {
    return engine.precisions();
  }

  @Override
  public Session open(Net net, Phase phase, SessionOptions options) {
    return engine.open(net, phase, option.apply(options));
  }
}
