package io.fcn4j.core;

/**
 * How long one layer took in one pass; see {@link SessionOptions#watch}.
 *
 * @param layer its name; an engine may have made one step of several layers, or several of one
 * @param type Caffe's type of it
 * @param algorithm what computed it
 * @param backward whether in the backward pass
 * @param macs multiply-accumulates of its forward pass, as far as they were computed
 * @param nanos wall time
 */
public record StepTime(
    String layer, String type, String algorithm, boolean backward, long macs, long nanos) {}
