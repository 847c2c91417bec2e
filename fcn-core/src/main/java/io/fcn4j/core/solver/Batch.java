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
    Sample first = samples.get(0);
    for (Sample sample : samples) {
      if (!sample.arrays().keySet().equals(first.arrays().keySet())) {
        throw new FcnException(
            "samples of one batch need the same blobs: '%s' has %s, but '%s' has %s"
                .formatted(
                    first.id(), first.arrays().keySet(), sample.id(), sample.arrays().keySet()));
      }
    }
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (String blob : first.arrays().keySet()) {
      arrays.put(blob, stack(samples, blob, dataset.padding(blob)));
    }
    return new Batch(samples.stream().map(Sample::id).toList(), arrays);
  }

  private static INDArray stack(List<Sample> samples, String blob, float padding) {
    long[] shape = samples.get(0).array(blob).shape().clone();
    for (Sample sample : samples) {
      INDArray part = sample.array(blob);
      if (part.rank() != shape.length || part.size(0) != 1) {
        throw new FcnException(
            "sample '%s': '%s' is %s, expected 1x... of rank %d as in sample '%s'"
                .formatted(sample.id(), blob, shapeOf(part), shape.length, samples.get(0).id()));
      }
      if (shape.length > 1 && part.size(1) != shape[1]) {
        throw new FcnException(
            "samples of one batch need as many channels: '%s' is %s in sample '%s', but %s in '%s'"
                .formatted(
                    blob,
                    shapeOf(samples.get(0).array(blob)),
                    samples.get(0).id(),
                    shapeOf(part),
                    sample.id()));
      }
      for (int axis = 2; axis < shape.length; axis++) {
        shape[axis] = Math.max(shape[axis], part.size(axis));
      }
    }
    List<INDArray> parts = samples.stream().map(sample -> sample.array(blob)).toList();
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
