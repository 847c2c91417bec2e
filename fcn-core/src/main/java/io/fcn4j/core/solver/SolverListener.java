package io.fcn4j.core.solver;

import java.nio.file.Path;

/** Watches a training run; called by the thread that trains, between two iterations. */
public interface SolverListener {
  default void iteration(IterationReport report) {}

  default void snapshot(long iteration, Path weights) {}

  /** The run is over: finished, stopped or failed. */
  default void finished() {}

  /**
   * Calls another listener's {@link #iteration} only at multiples of {@code interval} and at the
   * end.
   */
  static SolverListener every(long interval, SolverListener inner) {
    return new SolverListener() {
      @Override
      public void iteration(IterationReport report) {
        if (report.iteration() % interval == 0 || report.iteration() == report.end()) {
          inner.iteration(report);
        }
      }

      @Override
      public void snapshot(long iteration, Path weights) {
        inner.snapshot(iteration, weights);
      }

      @Override
      public void finished() {
        inner.finished();
      }
    };
  }
}
