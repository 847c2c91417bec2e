/**
 * Every type of layer in both directions, from Caffe's settings to a layer and back; a file for
 * each family. Internal.
 */
@NullMarked
package io.fcn4j.caffe.layer;

import org.jspecify.annotations.NullMarked;
