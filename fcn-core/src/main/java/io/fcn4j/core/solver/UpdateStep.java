package io.fcn4j.core.solver;

/**
 * One step over all learned parameters: gradients are clipped together, divided by {@code
 * accumulated}, regularised, and given to the rule with the rate times the parameter's lr_mult.
 *
 * @param rate the learning rate of this iteration
 * @param iteration from 0
 * @param weightDecay times the parameter's decay_mult
 * @param l1 whether the decay is that of the absolute values rather than of the squares
 * @param clip the largest L2 norm of all accumulated gradients together; 0 for no limit
 * @param accumulated how many backward passes the gradients are the sum of (Caffe's iter_size)
 */
public record UpdateStep(
    UpdateRule rule,
    double rate,
    long iteration,
    double weightDecay,
    boolean l1,
    double clip,
    int accumulated) {}
