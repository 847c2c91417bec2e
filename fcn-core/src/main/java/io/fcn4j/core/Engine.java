package io.fcn4j.core;

/**
 * Turns a net into running code. {@code Nd4jEngine} is the specification: other engines agree with
 * it within rounding. Engines are found by {@link java.util.ServiceLoader}.
 */
public interface Engine {
  String name();

  /** Higher is preferred by {@link Engines#best}; negative if it can't run on this machine. */
  int priority();

  /** Why it has this priority, for the log. */
  String describe();

  Session open(Net net, Phase phase, SessionOptions options);

  default Session open(Net net, Phase phase) {
    return open(net, phase, SessionOptions.DEFAULT);
  }
}
