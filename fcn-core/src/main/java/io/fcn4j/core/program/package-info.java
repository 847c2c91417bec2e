/**
 * How engines run a graph: {@link io.fcn4j.core.program.Program} is the graph at one set of input
 * shapes, which an engine's {@link io.fcn4j.core.program.Pass}es may rewrite; {@link
 * io.fcn4j.core.program.ProgramSession} plans its memory, and runs it forward and backward.
 */
@NullMarked
package io.fcn4j.core.program;

import org.jspecify.annotations.NullMarked;
