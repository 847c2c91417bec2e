package io.fcn4j.core.program;

/** Rewrites a program into one that computes the same. */
public interface Pass {
  Program apply(Program program);
}
