package io.fcn4j.core;

/** Is told of every step of a session as it is done. */
@FunctionalInterface
public interface StepWatcher {
  void ran(StepTime time);
}
