package io.fcn4j.core;

import io.fcn4j.core.solver.UpdateStep;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One net at work: buffers for one phase and one caller at a time. Sessions of one net share its
 * parameters, so many threads can each have one. Used by two threads at once, or after close, it
 * throws. Input sizes may change from call to call; a plan is kept for each recent size.
 */
public interface Session extends AutoCloseable {
  /**
   * Runs everything that the given inputs reach; a loss without its label is skipped.
   *
   * @param inputs float32 arrays by input name; others are copied once to be so
   * @throws ShapeException for a shape that the net can't take
   * @throws GraphException for an unknown input, or an output that the inputs don't reach
   */
  Outputs forward(Map<String, INDArray> inputs);

  /**
   * Adds the gradients of the weighted sum of all losses to the gradients of the parameters. Once
   * for each forward pass, whose values it overwrites: gradients are accumulated by forward,
   * backward, forward, backward.
   */
  default void backward() {
    backward(Map.of());
  }

  /**
   * As {@link #backward()}, with further gradients put in at blobs by name: those of a loss that is
   * computed elsewhere.
   */
  void backward(Map<String, INDArray> topDiffs);

  /** One step of a solver over all learned parameters; then all gradients are zero. */
  void update(UpdateStep step);

  /** Sets all gradients to zero. */
  void clearGradients();

  /** The accumulated gradient of a parameter (LAYER.INDEX), or the gradient of an input: a copy. */
  INDArray gradient(String name);

  /** The iteration that the random numbers of the next forward passes belong to. */
  void iteration(long iteration);

  /** Brings engine-held weights and history up to date in {@link Params}; snapshots call it. */
  void sync();

  /** The solver's history arrays, in Caffe's order; empty before the first update. */
  Map<String, INDArray> history();

  /** Continues from a history that {@link #history} gave. */
  void restoreHistory(Map<String, INDArray> history);

  /** The plan for inputs of these shapes: what runs in which order, and the memory it takes. */
  Plan plan(Map<String, Shape> inputs);

  @Override
  void close();
}
