package io.fcn4j.core.solver;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Samples that lie in arrays in memory: sample i is row i of every array. */
public final class ArrayDataset implements Dataset {
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();
  private final int size;

  private ArrayDataset(Map<String, INDArray> arrays, int size) {
    this.arrays.putAll(arrays);
    this.size = size;
  }

  /**
   * Samples along the first axis.
   *
   * @param arrays by blob name, dense float32 in c order; not copied
   * @throws FcnException if they differ in the number of samples
   */
  public static ArrayDataset of(Map<String, INDArray> arrays) {
    long size = 0;
    for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
      long rows = array.getValue().rank() == 0 ? 0 : array.getValue().size(0);
      if (rows == 0 || (size != 0 && rows != size)) {
        StringBuilder found = new StringBuilder();
        arrays.forEach(
            (name, values) ->
                found.append("%n  %-14s %s".formatted(name, Shape.of(values.shape()))));
        throw new FcnException(
            "the arrays of a data set need as many samples on their first axis, found" + found);
      }
      size = rows;
    }
    return new ArrayDataset(arrays, Math.toIntExact(size));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Sample get(int index) {
    Map<String, INDArray> rows = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> rows.put(name, Views.slice(array, 0, index, index + 1L).dup('c')));
    return new Sample("row " + index, rows);
  }
}
