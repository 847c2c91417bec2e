package io.fcn4j.core;

import java.util.Set;

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
    return EngineWith.threads(this, count);
  }

  /** The precisions it has; it refuses to open a session of another. */
  default Set<Precision> precisions() {
    return Set.of(Precision.F32);
  }

  /**
   * This engine with such products in inference.
   *
   * @throws FcnException if it does not have them
   */
  default Engine precision(Precision precision) {
    return EngineWith.precision(this, precision);
  }

  default Session open(Net net, Phase phase) {
    return open(net, phase, SessionOptions.DEFAULT);
  }
}
