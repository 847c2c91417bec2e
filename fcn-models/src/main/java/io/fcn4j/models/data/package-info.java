/** Data sets of images with label maps, the checks that guard them, and their augmentation. */
@NullMarked
package io.fcn4j.models.data;

import org.jspecify.annotations.NullMarked;
