/**
 * Other libraries on the work of ours: each {@link io.fcn4j.bench.peer.Peer} runs one net on images
 * of one shape, with the same weights, in its own memory.
 */
@NullMarked
package io.fcn4j.bench.peer;

import org.jspecify.annotations.NullMarked;
