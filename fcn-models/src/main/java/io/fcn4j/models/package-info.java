/** Backbones, FCN heads, and what it takes to train them on images and to use them. */
@NullMarked
package io.fcn4j.models;

import org.jspecify.annotations.NullMarked;
