package io.fcn4j.core.solver;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Samples stacked along the first axis. Where they differ in size, the smaller ones are filled up
 * at the bottom and right with the data set's padding, which the loss ignores.
 *
 * @param ids of the samples, for messages
 */
record Batch(List<String> ids, Map<String, INDArray> arrays) implements AutoCloseable {

  static Batch of(List<Sample> samples, Dataset dataset) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (String blob : samples.get(0).arrays().keySet()) {
      List<INDArray> parts = samples.stream().map(sample -> array(sample, blob)).toList();
      arrays.put(blob, stack(parts, dataset.padding(blob)));
    }
    return new Batch(samples.stream().map(Sample::id).toList(), arrays);
  }

  private static INDArray array(Sample sample, String blob) {
    INDArray array = sample.arrays().get(blob);
    if (array == null) {
      throw new FcnException(
          "sample '%s' has no '%s'; it has %s"
              .formatted(sample.id(), blob, sample.arrays().keySet()));
    }
    return array;
  }

  private static INDArray stack(List<INDArray> parts, float padding) {
    long[] shape = parts.get(0).shape().clone();
    for (INDArray part : parts) {
      if (part.rank() != shape.length || part.size(0) != 1) {
        throw new FcnException("a sample's array is %s, expected 1x...".formatted(shapeOf(part)));
      }
      for (int axis = 1; axis < shape.length; axis++) {
        shape[axis] = Math.max(shape[axis], part.size(axis));
      }
    }
    shape[0] = parts.size();
    INDArray stacked = Nd4j.createUninitialized(DataType.FLOAT, shape);
    stacked.assign(padding);
    long[] strides = Views.cOrder(shape);
    for (int n = 0; n < parts.size(); n++) {
      Views.strided(stacked, n * strides[0], parts.get(n).shape(), strides).assign(parts.get(n));
    }
    return stacked;
  }

  private static Shape shapeOf(INDArray array) {
    return Shape.of(array.shape());
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
  }
}
