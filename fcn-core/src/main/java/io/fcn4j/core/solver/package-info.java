/** Training: data sets, update rules, learning rates, and the solver that joins them. */
@NullMarked
package io.fcn4j.core.solver;

import org.jspecify.annotations.NullMarked;
