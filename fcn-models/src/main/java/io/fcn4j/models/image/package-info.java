/**
 * Images, label maps and their colours: read from files, converted to blobs, drawn, written.
 *
 * <p>Nothing here needs a display or installed fonts.
 */
@NullMarked
package io.fcn4j.models.image;

import org.jspecify.annotations.NullMarked;
