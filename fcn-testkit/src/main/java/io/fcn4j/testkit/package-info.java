/**
 * Checks for layers: {@code LayerContract} for all that the library promises of a layer, {@code
 * GradientCheck} for its backward pass alone.
 */
@NullMarked
package io.fcn4j.testkit;

import org.jspecify.annotations.NullMarked;
