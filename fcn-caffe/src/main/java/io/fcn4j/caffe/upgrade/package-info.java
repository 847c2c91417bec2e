/** Nets of all ages (V0 of 2013, V1 of 2014) as layers of today. Internal. */
@NullMarked
package io.fcn4j.caffe.upgrade;

import org.jspecify.annotations.NullMarked;
