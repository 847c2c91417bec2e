package io.fcn4j.bench;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The command lines that made such results, told by what JMH writes down. */
final class Command {
  private Command() {}

  /** One for each benchmark, and the one that makes the page of them. */
  static String of(List<Fields> runs, String page) {
    List<Class<?>> benchmarks = runs.stream().<Class<?>>map(Command::benchmark).distinct().toList();
    Stream<String> measure =
        benchmarks.stream()
            .map(one -> of(one, runs.stream().filter(run -> benchmark(run) == one).toList()));
    String report =
        "java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Report %s %s"
            .formatted(benchmarks.stream().map(Command::file).collect(joining(" ")), page);
    return Stream.concat(measure, Stream.of(report)).collect(joining("\n"));
  }

  private static Class<?> benchmark(Fields run) {
    return Pass.in(run).orElseThrow().benchmark();
  }

  private static String file(Class<?> benchmark) {
    return benchmark.getSimpleName().replace("Benchmark", ".json").toLowerCase(Locale.ROOT);
  }

  private static String of(Class<?> benchmark, List<Fields> runs) {
    String threads = values(runs, run -> run.object("params").text("threads"));
    return "OMP_NUM_THREADS=%s java -jar fcn-bench/target/benchmarks.jar %s"
            .formatted(threads, benchmark.getSimpleName())
        + Stream.of("net", "width", "size", "threads", "peer")
            .map(name -> " -p " + name + "=" + values(runs, run -> run.object("params").text(name)))
            .collect(joining())
        + " -f "
        + count(runs, "forks")
        + (benchmark == LoadBenchmark.class ? "" : iterations(runs))
        + " -rf json -rff "
        + file(benchmark);
  }

  private static String iterations(List<Fields> runs) {
    return " -wi "
        + count(runs, "warmupIterations")
        + " -w "
        + time(runs, "warmupTime")
        + " -i "
        + count(runs, "measurementIterations")
        + " -r "
        + time(runs, "measurementTime");
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
