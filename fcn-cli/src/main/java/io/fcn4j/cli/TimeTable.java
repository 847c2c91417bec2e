package io.fcn4j.cli;

import java.util.Map;

/** The times of a net's layers, for people. */
final class TimeTable {
  private TimeTable() {}

  static String of(Map<String, Object> report, Timing timing) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%-20s %-16s %-9s %9s %9s  %s%n"
            .formatted("layer", "type", "pass", "ms", "GFLOP/s", "algorithm"));
    for (Timing.Row row : timing.rows()) {
      text.append(
          "%-20s %-16s %-9s %9.2f %9.1f  %s%n"
              .formatted(
                  row.layer(), row.type(), row.pass(), row.ms(), row.gflops(), row.algorithm()));
    }
    text.append(
        "%s, %s, engine %s%n"
            .formatted(report.get("model"), report.get("input"), report.get("engine")));
    text.append(
        "forward %.1f ms, of which %.1f %% outside of layers"
            .formatted(timing.forwardMs(), 100 * timing.outside()));
    if (report.containsKey("stepMs")) {
      text.append("%ntraining step %.1f ms".formatted(timing.wholeMs()));
    }
    if (report.containsKey("peakRssMb")) {
      text.append("%npeak memory of the process %s MB".formatted(report.get("peakRssMb")));
    }
    return text.toString();
  }
}
