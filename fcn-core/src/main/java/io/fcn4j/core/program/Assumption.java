package io.fcn4j.core.program;

import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Something about a parameter's values that a pass has relied on. When it is no longer so, the
 * program is made anew.
 *
 * @param param the parameter's key
 */
public record Assumption(String param, Predicate<INDArray> holds) {}
