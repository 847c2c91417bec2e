package io.fcn4j.onnx;

import io.fcn4j.core.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter of the net as a constant of the model.
 *
 * @param shape with as many elements as the array, perhaps with other axes
 */
record Weight(Value value, Shape shape, INDArray array) {
  long bytes() {
    return shape.count() * Float.BYTES;
  }
}
