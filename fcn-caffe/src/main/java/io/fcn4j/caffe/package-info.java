/** Caffe's files: nets, weights, solvers and snapshots, read and written. */
@NullMarked
package io.fcn4j.caffe;

import org.jspecify.annotations.NullMarked;
