package io.fcn4j.core.solver;

import java.util.List;

/**
 * How a solver learns; Caffe's solver file as a value.
 *
 * @param batch images per forward pass
 * @param iterSize passes whose gradients one iteration accumulates
 * @param clip the largest L2 norm of the accumulated gradients; 0 for no limit
 * @param averageLoss over how many iterations the reported loss is averaged
 */
public record SolverSettings(
    UpdateRule rule,
    LrPolicy lr,
    double weightDecay,
    boolean l1,
    double clip,
    int batch,
    int iterSize,
    int averageLoss,
    long seed,
    SampleOrder order,
    List<SampleTransform> transforms) {

  /** What the session does at the end of an iteration. */
  public UpdateStep step(long iteration) {
    return new UpdateStep(rule, lr.at(iteration), iteration, weightDecay, l1, clip, iterSize);
  }
}
