package io.fcn4j.bench;

import io.fcn4j.core.FcnException;
import java.util.Arrays;
import java.util.Optional;

/** What of a peer's was measured. */
enum Pass {
  INFERENCE(PeerBenchmark.class, "forward", "inference"),
  TRAINING(PeerBenchmark.class, "trainStep", "training step"),
  LOAD(LoadBenchmark.class, "load", "file to first scores");

  private final Class<?> benchmark;
  private final String method;
  private final String text;

  Pass(Class<?> benchmark, String method, String text) {
    this.benchmark = benchmark;
    this.method = method;
    this.text = text;
  }

  /** That of a run of JMH, if it is one of a peer. */
  static Optional<Pass> in(Fields run) {
    Optional<Pass> found =
        Arrays.stream(values())
            .filter(
                pass -> run.text("benchmark").equals(pass.benchmark.getName() + "." + pass.method))
            .findFirst();
    found.filter(LOAD::equals).ifPresent(pass -> requireFresh(run));
    return found;
  }

  private static void requireFresh(Fields run) {
    if (run.number("warmupIterations") != 0 || run.number("measurementIterations") != 1) {
      throw new FcnException(
          "found %.0f warm-ups and %.0f measurements in a fork of LoadBenchmark, expected one in a fresh process: without -wi and -i"
              .formatted(run.number("warmupIterations"), run.number("measurementIterations")));
    }
  }

  Class<?> benchmark() {
    return benchmark;
  }

  @Override
  public String toString() {
    return text;
  }
}
