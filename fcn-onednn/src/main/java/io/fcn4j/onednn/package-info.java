/**
 * The fast engine on CPUs: {@link io.fcn4j.onednn.OneDnnEngine} lowers a program to oneDNN's
 * primitives, in the layouts that they are fast in.
 */
@NullMarked
package io.fcn4j.onednn;

import org.jspecify.annotations.NullMarked;
