/** JMH benchmarks. */
@NullMarked
package io.fcn4j.bench;

import org.jspecify.annotations.NullMarked;
