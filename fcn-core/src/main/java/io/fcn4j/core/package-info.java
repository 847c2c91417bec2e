/**
 * Nets as data and the interfaces that run them.
 *
 * <p>Read in this order: {@link io.fcn4j.core.Shape}, {@link io.fcn4j.core.Layer}, {@link
 * io.fcn4j.core.NetBuilder}, {@link io.fcn4j.core.Net}, {@link io.fcn4j.core.Session}. Every tensor
 * that crosses this API is an ND4J array of float32, dense, in c order, laid out N x C x H x W
 * (labels: N x 1 x H x W).
 */
@NullMarked
package io.fcn4j.core;

import org.jspecify.annotations.NullMarked;
