package io.fcn4j.core;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays of one kernel: float32, dense, c order, of the shapes its context told. They are the
 * same objects at every run of a kernel.
 */
public interface KernelIo extends KernelParams {
  INDArray bottom(int i);

  INDArray top(int i);

  /**
   * Backward only: the gradient of the loss by a top; not to be written unless in place, or {@link
   * KernelContext#mayOverwriteTopDiff}.
   */
  INDArray topDiff(int i);

  /** Backward only: to be overwritten; only where {@link #wantsBottomDiff}. */
  INDArray bottomDiff(int i);

  /** Backward only: to be added to; only where {@link #wantsParamDiff}. */
  INDArray paramDiff(int i);

  /**
   * Backward only: whether that parameter's diff holds nothing yet. It is then zeros, or anything
   * if {@link Kernel#overwritesFirstDiffs}.
   */
  boolean isFirstDiff(int param);

  boolean wantsBottomDiff(int i);

  boolean wantsParamDiff(int i);

  INDArray slot(Slot slot);

  /**
   * Random numbers of this forward pass, by (seed, iteration, layer): asking twice gives the same.
   */
  CounterRandom random();

  default INDArray bottom() {
    return bottom(0);
  }

  default INDArray top() {
    return top(0);
  }

  default INDArray topDiff() {
    return topDiff(0);
  }

  default INDArray bottomDiff() {
    return bottomDiff(0);
  }

  /**
   * Whether top 0 lies in the memory of bottom 0; in a backward pass, whether the diff of bottom 0
   * lies in that of top 0. Only where {@link Capabilities#inPlace} allows it.
   */
  boolean inPlace();
}
