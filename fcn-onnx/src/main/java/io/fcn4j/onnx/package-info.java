/** Nets as ONNX models. */
@NullMarked
package io.fcn4j.onnx;

import org.jspecify.annotations.NullMarked;
