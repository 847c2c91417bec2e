package io.fcn4j.cli;

import io.fcn4j.core.StepTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The times of every step of every iteration, and of whole passes. */
final class Timing {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Key, List<StepTime>> steps = new LinkedHashMap<>();
  private final List<Double> forward = new ArrayList<>();
  private final List<Double> whole = new ArrayList<>();
  private final List<Double> outside = new ArrayList<>();
  private long inSteps;

  /** What runs once in every iteration. */
  private record Key(String layer, String type, boolean backward, int occurrence) {}

  private final Map<Key, Integer> seen = new LinkedHashMap<>();

  /** Begins an iteration. */
  void begin() {
    seen.clear();
    inSteps = 0;
  }

  void add(StepTime time) {
    inSteps += time.nanos();
    Key first = new Key(time.layer(), time.type(), time.backward(), 0);
    int occurrence = seen.merge(first, 1, Integer::sum);
    Key key = new Key(time.layer(), time.type(), time.backward(), occurrence);
    steps.computeIfAbsent(key, k -> new ArrayList<>()).add(time);
  }

  /** Ends the forward pass of an iteration. */
  void forwardTook(long nanos) {
    forward.add(nanos / NANOS_PER_MILLI);
    outside.add(1 - (double) inSteps / nanos);
  }

  /** Ends an iteration. */
  void took(long nanos) {
    whole.add(nanos / NANOS_PER_MILLI);
  }

  double forwardMs() {
    return median(forward);
  }

  double wholeMs() {
    return median(whole);
  }

  /** The part of a forward pass that is spent outside of all layers. */
  double outside() {
    return median(outside);
  }

  /** The medians of one step. */
  record Row(String layer, String type, String pass, String algorithm, double ms, double gflops) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("layer", layer);
      map.put("type", type);
      map.put("pass", pass);
      map.put("algorithm", algorithm);
      map.put("ms", ms);
      map.put("gflops", gflops);
      return map;
    }
  }

  /** One row for every step, in order. */
  List<Row> rows() {
    return steps.values().stream().map(Timing::row).toList();
  }

  private static Row row(List<StepTime> times) {
    StepTime one = times.get(0);
    double ms = median(times.stream().map(time -> time.nanos() / NANOS_PER_MILLI).toList());
    // A backward pass does the work twice: for the bottoms and for the weights.
    double flops = (one.backward() ? 4.0 : 2.0) * one.macs();
    return new Row(
        one.layer(),
        one.type(),
        one.backward() ? "backward" : "forward",
        one.algorithm(),
        ms,
        flops / (ms * NANOS_PER_MILLI));
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
