/**
 * The engine on ND4J ops, which every other engine must agree with, and the tools that kernels are
 * written with: {@link io.fcn4j.core.nd4j.NdOp}, {@link io.fcn4j.core.nd4j.Gemm}, {@link
 * io.fcn4j.core.nd4j.Views}, {@link io.fcn4j.core.nd4j.Host}.
 */
@NullMarked
package io.fcn4j.core.nd4j;

import org.jspecify.annotations.NullMarked;
