@NullMarked
package io.fcn4j.caffe.hdf5;

import org.jspecify.annotations.NullMarked;
