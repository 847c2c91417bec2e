package io.fcn4j.core;

/** An engine whose sessions have a number of threads. */
record ThreadedEngine(Engine engine, int count) implements Engine {
  ThreadedEngine {
    if (count < 1) {
      throw new FcnException("threads: found " + count + ", expected at least 1");
    }
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
    return engine.describe() + ", threads: " + count;
  }

  @Override
  public Session open(Net net, Phase phase, SessionOptions options) {
    return engine.open(net, phase, options.threads(count));
  }
}
