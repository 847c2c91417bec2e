/** Caffe's layers, one file each; import the factories of {@code Layers} statically. */
@NullMarked
package io.fcn4j.layers;

import org.jspecify.annotations.NullMarked;
