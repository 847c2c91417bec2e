package io.fcn4j.core.solver;

/**
 * One finished iteration.
 *
 * @param iteration how many are done
 * @param end how many the run has
 * @param loss of this iteration, the mean over its accumulated passes
 * @param averageLoss over the last iterations (Caffe's average_loss)
 * @param rate the learning rate that was used
 * @param images how many this run has learned from since it was started
 * @param seconds since this run was started
 * @param secondsLeft until its end, at the speed so far
 */
public record IterationReport(
    long iteration,
    long end,
    double loss,
    double averageLoss,
    double rate,
    long images,
    double seconds,
    double secondsLeft) {}
