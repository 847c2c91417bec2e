package io.fcn4j.core.program;

import io.fcn4j.core.Param;
import io.fcn4j.core.solver.UpdateStep;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How an engine runs update rules. */
public interface Updates {
  /** Prepares to update these parameters, again and again. */
  Run over(List<Target> targets);

  /**
   * A parameter to be updated, its gradient and the history arrays of the rule.
   *
   * @param gradient may be overwritten
   */
  record Target(Param param, INDArray gradient, List<INDArray> history) {}

  /** Updates of a list of parameters. */
  interface Run extends AutoCloseable {
    /** The sum of the squares of all gradients. */
    double squares();

    /**
     * One step for those parameters that are learned.
     *
     * @param scale what gradients are multiplied with before all else
     */
    void apply(UpdateStep step, double scale);

    @Override
    default void close() {}
  }
}
