package io.fcn4j.bench;

import static java.util.stream.Collectors.joining;

import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a page of what {@link PeerBenchmark} and {@link LoadBenchmark} measured, in one file or in
 * several: {@code java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Report peer.json
 * load.json docs/performance.md}, on the machine that measured it. Of a page that has the two marks
 * below, only what is between them is written anew.
 */
public final class Report {
  static final String BEGIN = "<!-- measured -->";
  static final String END = "<!-- /measured -->";

  private Report() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new FcnException(
          "found %d arguments, expected at least two: what JMH has written (-rf json) and, last, the page to write"
              .formatted(args.length));
    }
    List<Fields> runs = new ArrayList<>();
    for (String file : List.of(args).subList(0, args.length - 1)) {
      runs.addAll(runs(Files.readString(Path.of(file))));
    }
    String name = args[args.length - 1];
    Path page = Path.of(name);
    String old = Files.exists(page) ? Files.readString(page) : "";
    AtomicFile.write(page, within(old, text(runs, name)));
  }

  /** The page with a new part between the marks; that part alone, marked, if it has none. */
  static String within(String page, String part) {
    String marked = BEGIN + "\n\n" + part + "\n" + END;
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    return begin < 0 || end < begin
        ? marked + "\n"
        : page.substring(0, begin) + marked + page.substring(end + END.length());
  }

  /** All of a file, of whatever benchmarks. */
  static List<Fields> runs(String json) {
    return Fields.items("the file", Json.parse(json)).stream().map(Fields::of).toList();
  }

  static String text(List<Fields> all, String page) {
    List<Fields> runs = all.stream().filter(run -> Pass.in(run).isPresent()).toList();
    if (runs.isEmpty()) {
      throw new FcnException("found no results of PeerBenchmark or LoadBenchmark, expected some");
    }
    List<Measured> measured = runs.stream().map(Measured::of).toList();
    return """
        %s

        - Machine: %s
        - JDK: %s %s
        %s

        ```
        %s
        ```
        """
        .formatted(
            Stream.of(
                    section(
                        measured.stream().filter(one -> !isLoad(one)).toList(),
                        "median time / peak of resident memory during the passes",
                        "passes measured"),
                    section(
                        measured.stream().filter(Report::isLoad).toList(),
                        "median time from file to first scores / peak of resident memory of the whole process, loading included",
                        "processes measured"))
                .flatMap(Optional::stream)
                .collect(joining("\n\n")),
            Machine.describe(),
            runs.get(0).text("vmName"),
            runs.get(0).text("vmVersion"),
            measured.stream()
                .map(Measured::peer)
                .distinct()
                .sorted()
                .map(Report::version)
                .collect(joining("\n")),
            Command.of(runs, page));
  }

  private static boolean isLoad(Measured one) {
    return one.work().pass() == Pass.LOAD;
  }

  private static Optional<String> section(List<Measured> rows, String what, String counted) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Tables tables = new Tables(rows);
    return Optional.of(
        """
        The onednn engine over each of the others: %s; below 1 is better.

        %s

        %s%s (%s):

        %s"""
            .formatted(
                what,
                tables.ratios(),
                what.substring(0, 1).toUpperCase(Locale.ROOT),
                what.substring(1),
                counted,
                tables.times()));
  }

  private static String version(PeerKind peer) {
    return "- " + peer.label() + ": " + peer.version();
  }
}
