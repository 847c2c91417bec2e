package io.fcn4j.core.io;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named arrays to load parameters from: a weight file, or arrays in memory. The parameters of a
 * layer are named {@code LAYER.INDEX}, as {@code conv1_1.0} (weights) and {@code conv1_1.1} (bias).
 * Reading is safe from several threads.
 */
public interface WeightSource extends AutoCloseable {
  /** The shape of every array, in the order of the source. */
  Map<String, Shape> shapes();

  /**
   * Overwrites a dense float32 array in c order that has as many elements; the shapes may differ.
   *
   * @throws FcnException if there is no array of this name, the target does not fit, or the file is
   *     damaged
   */
  void read(String name, INDArray target);

  /** What the file says besides its arrays. */
  Map<String, String> metadata();

  /** The name and format of the file, for messages. */
  String describe();

  @Override
  void close();

  /** Reads into a new array. */
  default INDArray read(String name) {
    INDArray array = Elements.create(shape(name));
    read(name, array);
    return array;
  }

  /** The shape of an array that must exist. */
  default Shape shape(String name) {
    Shape shape = shapes().get(name);
    if (shape == null) {
      throw new FcnException(describe() + ": no array '" + name + "' among its " + shapes().size());
    }
    return shape;
  }

  /** Arrays in memory, not copied unless they are of another type or order. */
  static WeightSource of(Map<String, INDArray> arrays) {
    return new MemorySource(arrays);
  }
}
