package io.fcn4j.cli;

import io.fcn4j.core.solver.IterationReport;
import io.fcn4j.core.solver.SolverListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches a training run for how it ends. */
final class TrainingResult implements SolverListener {
  private @Nullable IterationReport last;
  private @Nullable Path weights;
  private long done;

  @Override
  public void iteration(IterationReport report) {
    last = report;
    done++;
  }

  @Override
  public void snapshot(long iteration, Path file) {
    weights = file;
  }

  /** Whether no iteration was done. */
  boolean isEmpty() {
    return last == null;
  }

  /** Ready to be printed as JSON; null where nothing was left to do. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("iterations", last == null ? null : last.iteration());
    map.put("loss", last == null ? null : last.averageLoss());
    map.put("secondsPerIteration", last == null ? null : last.seconds() / done);
    map.put("weights", weights == null ? null : weights.toString());
    return map;
  }

  @Override
  public String toString() {
    if (last == null) {
      return weights == null
          ? "stopped before the first iteration"
          : "nothing left to do; weights: " + weights;
    }
    return "%d of %d iterations done, loss %.4f, %.2f s each; weights: %s"
        .formatted(
            last.iteration(), last.end(), last.averageLoss(), last.seconds() / done, weights);
  }
}
