package io.fcn4j.caffe;

import io.fcn4j.core.solver.IterationReport;
import io.fcn4j.core.solver.SolverListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints the loss every so many iterations: Caffe's {@code display}. */
record Display(long every) implements SolverListener {
  private static final Logger LOG = LoggerFactory.getLogger(Display.class);

  @Override
  public void iteration(IterationReport report) {
    if (report.iteration() % every == 0) {
      LOG.info(
          "iteration {} of {}: loss {}, rate {}",
          report.iteration(),
          report.end(),
          (float) report.averageLoss(),
          (float) report.rate());
    }
  }
}
