package io.fcn4j.core.program;

/** Which sizes an engine computes fast, for passes that may choose. */
@FunctionalInterface
public interface FastSizes {
  /** All of them. */
  FastSizes ALL = (step, cells) -> true;

  /** Whether a step makes so many rows, or columns, as fast per cell as it can. */
  boolean has(Step step, long cells);
}
