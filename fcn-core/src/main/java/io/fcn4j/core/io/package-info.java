/**
 * Files: weights as {@link io.fcn4j.core.io.SafeTensors}, arrays as {@link io.fcn4j.core.io.Npy}
 * and {@link io.fcn4j.core.io.Npz}, reports as {@link io.fcn4j.core.io.Json}; all written through
 * {@link io.fcn4j.core.io.AtomicFile}. Net surgery is done with the views of {@link
 * io.fcn4j.core.io.WeightSource}. Readers trust nothing in a file: every length is checked against
 * the size of the file before memory is taken for it, and arrays are filled in chunks of a
 * megabyte.
 */
@NullMarked
package io.fcn4j.core.io;

import org.jspecify.annotations.NullMarked;
