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

  /**
   * This engine with so many threads of native work in each session. Few sessions with all threads
   * answer soonest; as many sessions as there are cores, with one thread each, answer a little more
   * questions in the same time.
   */
  default Engine threads(int count) {
    return new ThreadedEngine(this, count);
  }

  default Session open(Net net, Phase phase) {
    return open(net, phase, SessionOptions.DEFAULT);
  }
}
