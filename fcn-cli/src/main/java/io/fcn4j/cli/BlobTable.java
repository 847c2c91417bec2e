package io.fcn4j.cli;

import io.fcn4j.core.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What blobs hold, at a glance. */
final class BlobTable {
  private final @Nullable Double loss;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String blob, Shape shape, double min, double mean, double max) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("blob", blob);
      map.put("shape", shape.dims());
      map.put("min", min);
      map.put("mean", mean);
      map.put("max", max);
      return map;
    }
  }

  /**
   * @param loss of the pass; null if nothing made one
   */
  BlobTable(@Nullable Double loss) {
    this.loss = loss;
  }

  void add(String blob, INDArray values) {
    rows.add(
        new Row(
            blob,
            Shape.of(values.shape()),
            values.minNumber().doubleValue(),
            values.meanNumber().doubleValue(),
            values.maxNumber().doubleValue()));
  }

  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("loss", loss);
    map.put("blobs", rows.stream().map(Row::toMap).toList());
    return map;
  }

  @Override
  public String toString() {
    int width = rows.stream().mapToInt(row -> row.blob.length()).max().orElse(4);
    String format = "%-" + Math.max(4, width) + "s  %-16s %12s %12s %12s";
    StringBuilder text = new StringBuilder(format.formatted("blob", "shape", "min", "mean", "max"));
    for (Row row : rows) {
      text.append(
          "%n%s"
              .formatted(
                  format.formatted(
                      row.blob,
                      row.shape,
                      "%.6g".formatted(row.min),
                      "%.6g".formatted(row.mean),
                      "%.6g".formatted(row.max))));
    }
    return loss == null ? text.toString() : text.append("%nloss %.6g".formatted(loss)).toString();
  }
}
