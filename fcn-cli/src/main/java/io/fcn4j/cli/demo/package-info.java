/**
 * The offline material of {@code fcn demo}: a simulator of fluorescence microscopy, the best
 * per-pixel colour classifier to compare with, and the report page.
 */
@NullMarked
package io.fcn4j.cli.demo;

import org.jspecify.annotations.NullMarked;
