/**
 * Caffe itself as the judge of layers: {@link io.fcn4j.layers.caffe.AgainstCaffe} compares one
 * layer with Caffe's, {@link io.fcn4j.layers.caffe.CaffeNet} runs any prototxt.
 */
@NullMarked
package io.fcn4j.layers.caffe;

import org.jspecify.annotations.NullMarked;
