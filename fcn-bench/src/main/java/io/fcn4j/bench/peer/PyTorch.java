package io.fcn4j.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** PyTorch by DJL: from the class path alone. */
final class PyTorch {
  private PyTorch() {}

  /** Loads it; the first call decides on the number of threads, if it was not set. */
  static void load() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("offline", "true");
    Engine.getEngine("PyTorch");
  }

  /** A tensor over the memory of an array, which must live as long. */
  static NDArray over(INDArray array, NDManager manager) {
    BytePointer memory = new BytePointer(array.data().addressPointer());
    memory.capacity(array.length() * Float.BYTES);
    return over(memory.asByteBuffer(), array.shape(), manager);
  }

  /** A tensor over memory, which must live as long. */
  static NDArray over(Floats floats, NDManager manager) {
    return over(floats.bytes(), floats.shape().dims(), manager);
  }

  /**
   * A number as a tensor that lives as long as another's pass. DJL's own operations with numbers
   * free its memory at once, which a gradient still needs.
   */
  static NDArray scalar(double value, NDArray other) {
    return other.getManager().create((float) value);
  }

  private static NDArray over(ByteBuffer memory, long[] dims, NDManager manager) {
    return manager.create(memory, new Shape(dims), DataType.FLOAT32);
  }
}
