package io.fcn4j.core;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What loading weights did, or would do, with every parameter and every array of the source. */
public record LoadReport(String source, List<Row> rows) {
  private static final int SHOWN = 10;

  /** The fate of one array. */
  public enum Outcome {
    /** Found, in the same shape or in that which an old Caffe file has for it: 1x1x1x64 for 64. */
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

  /**
   * One array.
   *
   * @param needed the shape in the net, "-" if the net has no such parameter
   * @param found the shape in the source, "-" if the source has no such array
   * @param note what explains the outcome, or nothing
   */
  public record Row(String key, Outcome outcome, String needed, String found, String note) {}

  public LoadReport {
    rows = List.copyOf(rows);
  }

  /** The keys with one outcome. */
  public List<String> keys(Outcome outcome) {
    return rows.stream().filter(row -> row.outcome == outcome).map(Row::key).toList();
  }

  /** Whether every parameter was found in its shape and nothing was left over. */
  public boolean isComplete() {
    return rows.stream().allMatch(row -> row.outcome == Outcome.MATCHED);
  }

  /** How many arrays matched, and a line for each that did not, but for ten of an outcome. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "%s: %d of %d matched".formatted(source, keys(Outcome.MATCHED).size(), rows.size()));
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Row row : rows) {
      if (row.outcome != Outcome.MATCHED && counts.merge(row.outcome, 1, Integer::sum) <= SHOWN) {
        text.append(line(row));
      }
    }
    counts.forEach(
        (outcome, count) -> {
          if (count > SHOWN) {
            text.append("%n  %-12s and %d more".formatted(outcome.text, count - SHOWN));
          }
        });
    return text.toString();
  }

  private static String line(Row row) {
    String line =
        "%n  %-12s %-24s needed %-18s found %s"
            .formatted(row.outcome.text, row.key, row.needed, row.found);
    return row.note.isEmpty() ? line : line + " (" + row.note + ")";
  }
}
