/**
 * Binary files without their arrays: what they say is parsed at once, while the values of blobs
 * stay in the file until they are read straight into arrays. Internal.
 */
@NullMarked
package io.fcn4j.caffe.blob;

import org.jspecify.annotations.NullMarked;
