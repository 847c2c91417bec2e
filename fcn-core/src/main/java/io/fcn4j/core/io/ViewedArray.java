package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array of a {@link SourceView}.
 *
 * @param reader overwrites a dense float32 array in c order with as many elements as the shape has
 */
record ViewedArray(Shape shape, Consumer<INDArray> reader) {
  /** An array of a source as it is. */
  static ViewedArray of(WeightSource source, String key) {
    return new ViewedArray(source.shape(key), target -> source.read(key, target));
  }
}
