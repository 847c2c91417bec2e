package io.fcn4j.bench;

import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.FcnException;

/**
 * One peer on one workload, as JMH measured it.
 *
 * @param median time of a pass, in milliseconds
 * @param megabytes the peak of resident memory; 0 if it was not measured
 * @param passes how many were measured
 */
record Measured(Case work, PeerKind peer, double median, double megabytes, long passes) {
  /** What all peers do. */
  record Case(Workload workload, int threads, Pass pass) {}

  static Measured of(Fields run) {
    Fields params = run.object("params");
    Fields metric = run.object("primaryMetric");
    if (!metric.text("scoreUnit").equals("ms/op")) {
      throw new FcnException(
          "found times in %s, expected ms/op, without -bm and -tu"
              .formatted(metric.text("scoreUnit")));
    }
    Workload workload = Workload.of(params.text("net"), params.text("width"), params.text("size"));
    return new Measured(
        new Case(workload, Integer.parseInt(params.text("threads")), Pass.in(run).orElseThrow()),
        PeerKind.labelled(params.text("peer")),
        metric.object("scorePercentiles").number("50.0"),
        peak(run.object("secondaryMetrics").object("megabytes")),
        passes(run, metric));
  }

  private static double peak(Fields metric) {
    return metric.flat("rawData").stream()
        .mapToDouble(value -> Fields.as("a size", value, Number.class).doubleValue())
        .max()
        .orElse(0);
  }

  /** In mode sample every iteration has pairs, of a time and how often it was found. */
  private static long passes(Fields run, Fields metric) {
    if (run.text("mode").equals("ss")) {
      return metric.flat("rawData").size();
    }
    return metric.flat("rawDataHistogram").stream()
        .<Object>flatMap(iteration -> Fields.items("an iteration", iteration).stream())
        .map(pair -> Fields.items("a pair", pair).get(1))
        .mapToLong(count -> Fields.as("a count", count, Number.class).longValue())
        .sum();
  }
}
