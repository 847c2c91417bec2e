package io.fcn4j.core.program;

import io.fcn4j.core.nd4j.Views;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies what a caller gives into a session's memory. */
final class GivenInput {
  private static final Logger LOG = LoggerFactory.getLogger(GivenInput.class);

  private GivenInput() {}

  /** Any type and any strides will do, which is told as it takes longer. */
  static void copy(String name, INDArray given, INDArray target) {
    boolean dense = Arrays.equals(given.stride(), Views.cOrder(given.shape()));
    if (given.dataType() != DataType.FLOAT || !dense) {
      LOG.debug(
          "input '{}': found {} with strides {}, copied into dense float32 in c order",
          name,
          given.dataType(),
          Arrays.toString(given.stride()));
    }
    target.assign(given);
  }
}
