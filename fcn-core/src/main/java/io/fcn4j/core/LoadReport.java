package io.fcn4j.core;

import io.fcn4j.core.io.WeightSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What loading weights did, or would do, with every parameter and every array of the source. */
public record LoadReport(String source, List<Row> rows) {
  /** The fate of one array. */
  public enum Outcome {
    /** Found, in the same shape. */
    MATCHED("ok"),
    /** Found in another shape of the same values: fully connected weights for a convolution. */
    RESHAPED("other shape"),
    /** Found with another number of elements, or of outputs. */
    MISMATCHED("other size"),
    /** Not in the source. */
    MISSING("missing"),
    /** In the source, but not in the net. */
    UNUSED("unused");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }
  }

  /** One array; {@code needed} or {@code found} is "-" where there is none. */
  public record Row(String key, Outcome outcome, String needed, String found) {}

  public LoadReport {
    rows = List.copyOf(rows);
  }

  /** What a source holds for parameters, without reading any values. */
  static LoadReport compare(Params params, WeightSource source) {
    List<Row> rows = new ArrayList<>();
    for (Param param : params.all()) {
      Shape found = source.shapes().get(param.key());
      rows.add(
          new Row(
              param.key(),
              outcome(param.shape(), found),
              param.shape().toString(),
              found == null ? "-" : found.toString()));
    }
    source
        .shapes()
        .forEach(
            (key, shape) -> {
              if (!params.contains(key) && !params.isAlias(key, source.shapes().keySet())) {
                rows.add(new Row(key, Outcome.UNUSED, "-", shape.toString()));
              }
            });
    return new LoadReport(source.describe(), rows);
  }

  private static Outcome outcome(Shape needed, @Nullable Shape found) {
    if (found == null) {
      return Outcome.MISSING;
    }
    if (found.equals(needed)) {
      return Outcome.MATCHED;
    }
    return sameInAnotherShape(needed, found) ? Outcome.RESHAPED : Outcome.MISMATCHED;
  }

  /** As many values for each output; Caffe's old files have O x K as 1 x 1 x O x K. */
  private static boolean sameInAnotherShape(Shape one, Shape other) {
    return one.count() == other.count()
        && (first(one, 0) == first(other, 0)
            || first(one, leadingOnes(one)) == first(other, leadingOnes(other)));
  }

  private static long first(Shape shape, int axis) {
    return axis < shape.rank() ? shape.dim(axis) : 1;
  }

  private static int leadingOnes(Shape shape) {
    int axis = 0;
    while (axis < shape.rank() && shape.dim(axis) == 1) {
      axis++;
    }
    return axis;
  }

  /** The keys with one outcome. */
  public List<String> keys(Outcome outcome) {
    return rows.stream().filter(row -> row.outcome == outcome).map(Row::key).toList();
  }

  /** Whether every parameter was found in its shape and nothing was left over. */
  public boolean isComplete() {
    return rows.stream().allMatch(row -> row.outcome == Outcome.MATCHED);
  }

  /** A count of every outcome, and a line for each array that did not simply match. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "%s: %d of %d matched".formatted(source, keys(Outcome.MATCHED).size(), rows.size()));
    rows.stream()
        .filter(row -> row.outcome != Outcome.MATCHED)
        .forEach(
            row ->
                text.append(
                    "%n  %-12s %-24s needed %-18s found %s"
                        .formatted(row.outcome.text, row.key, row.needed, row.found)));
    return text.toString();
  }
}
