package io.fcn4j.bench;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The command line that made such results, told by what JMH writes down. */
final class Command {
  private Command() {}

  static String of(List<Fields> runs) {
    String threads = values(runs, run -> run.object("params").text("threads"));
    return "OMP_NUM_THREADS=%s java -jar fcn-bench/target/benchmarks.jar PeerBenchmark"
            .formatted(threads)
        + Stream.of("net", "width", "size", "threads", "peer")
            .map(name -> " -p " + name + "=" + values(runs, run -> run.object("params").text(name)))
            .collect(joining())
        + " -f "
        + count(runs, "forks")
        + " -wi "
        + count(runs, "warmupIterations")
        + " -w "
        + time(runs, "warmupTime")
        + " -i "
        + count(runs, "measurementIterations")
        + " -r "
        + time(runs, "measurementTime")
        + " -rf json -rff result.json";
  }

  private static String count(List<Fields> runs, String name) {
    return values(runs, run -> Long.toString((long) run.number(name)));
  }

  private static String time(List<Fields> runs, String name) {
    return values(runs, run -> run.text(name).replace(" ", ""));
  }

  private static String values(List<Fields> runs, Function<Fields, String> value) {
    return String.join(",", new TreeSet<>(runs.stream().map(value).toList()));
  }
}
