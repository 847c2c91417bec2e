package io.fcn4j.bench;

import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.FcnException;
import java.util.List;

/**
 * One peer on one workload, as JMH measured it.
 *
 * @param median time of a pass, in milliseconds
 * @param megabytes the peak of resident memory; 0 if it was not measured
 * @param passes how many were measured
 */
record Measured(Case work, PeerKind peer, double median, double megabytes, long passes) {
  /**
   * What all peers do.
   *
   * @param training a step of it, or else inference
   */
  record Case(Workload workload, int threads, boolean training) {}

  private static final String FORWARD = PeerBenchmark.class.getName() + ".forward";
  private static final String TRAIN_STEP = PeerBenchmark.class.getName() + ".trainStep";

  /** Whether this run of JMH is one of a peer. */
  static boolean isIn(Fields run) {
    return List.of(FORWARD, TRAIN_STEP).contains(run.text("benchmark"));
  }

  static Measured of(Fields run) {
    Fields params = run.object("params");
    Fields metric = run.object("primaryMetric");
    if (!metric.text("scoreUnit").equals("ms/op")) {
      throw new FcnException(
          "found times in %s, expected ms/op, without -bm and -tu"
              .formatted(metric.text("scoreUnit")));
    }
    Workload workload = Workload.of(params.text("net"), params.text("width"), params.text("size"));
    boolean training = run.text("benchmark").equals(TRAIN_STEP);
    return new Measured(
        new Case(workload, Integer.parseInt(params.text("threads")), training),
        PeerKind.labelled(params.text("peer")),
        metric.object("scorePercentiles").number("50.0"),
        peak(run.object("secondaryMetrics").object("megabytes")),
        passes(metric));
  }

  private static double peak(Fields metric) {
    return metric.flat("rawData").stream()
        .mapToDouble(value -> Fields.as("a size", value, Number.class).doubleValue())
        .max()
        .orElse(0);
  }

  /** Every iteration has pairs, of a time and how often it was found. */
  private static long passes(Fields metric) {
    return metric.flat("rawDataHistogram").stream()
        .<Object>flatMap(iteration -> Fields.items("an iteration", iteration).stream())
        .map(pair -> Fields.items("a pair", pair).get(1))
        .mapToLong(count -> Fields.as("a count", count, Number.class).longValue())
        .sum();
  }
}
