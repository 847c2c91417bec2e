package io.fcn4j.cli;

import io.fcn4j.models.metrics.Metrics;
import java.util.List;

/** The metrics of a net as text. */
final class MetricsTable {
  private MetricsTable() {}

  /** A line for each class, with the share of its pixels that was found, and the four means. */
  static String of(Metrics metrics, List<String> classNames) {
    int width = classNames.stream().mapToInt(String::length).max().orElse(0);
    String name = "%-" + Math.max(width, "class".length()) + "s";
    StringBuilder table =
        new StringBuilder(
            (name + "  %8s  %8s  %14s%n").formatted("class", "IU", "accuracy", "pixels"));
    for (int label = 0; label < classNames.size(); label++) {
      List<Long> row = metrics.confusion().get(label);
      long pixels = row.stream().mapToLong(Long::longValue).sum();
      table.append(
          (name + "  %8s  %8s  %,14d%n")
              .formatted(
                  classNames.get(label),
                  percent(metrics.perClassIu().get(label)),
                  percent((double) row.get(label) / pixels),
                  pixels));
    }
    return table
        .append("%nmean IU                %8s%n".formatted(percent(metrics.meanIu())))
        .append("pixel accuracy         %8s%n".formatted(percent(metrics.pixelAccuracy())))
        .append("mean accuracy          %8s%n".formatted(percent(metrics.meanAccuracy())))
        .append("frequency weighted IU  %8s".formatted(percent(metrics.frequencyWeightedIu())))
        .toString();
  }

  /** A class that does not occur has no percentage. */
  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : "%.2f%%".formatted(100 * share);
  }
}
