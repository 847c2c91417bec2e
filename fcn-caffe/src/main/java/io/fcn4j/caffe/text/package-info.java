/** Protobuf's text format, with the places of what was read. Internal. */
@NullMarked
package io.fcn4j.caffe.text;

import org.jspecify.annotations.NullMarked;
