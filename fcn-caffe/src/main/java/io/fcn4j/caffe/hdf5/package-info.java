/**
 * Caffe's weights and solver states as HDF5. Files are read through jHDF, which finds the data
 * sets; their elements are read past it, in chunks of a megabyte, once every address and size has
 * been checked against the size of the file. They are written in the classic format that every
 * version of the HDF5 library reads, as a stream: jHDF's writer would need all weights as nested
 * Java arrays.
 */
@NullMarked
package io.fcn4j.caffe.hdf5;

import org.jspecify.annotations.NullMarked;
