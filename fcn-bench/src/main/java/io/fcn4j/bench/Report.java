package io.fcn4j.bench;

import static java.util.stream.Collectors.joining;

import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a page of what {@link PeerBenchmark} measured: {@code java -cp
 * fcn-bench/target/benchmarks.jar io.fcn4j.bench.Report result.json docs/performance.md}, on the
 * machine that measured it. Of a page that has the two marks below, only what is between them is
 * written anew.
 */
public final class Report {
  static final String BEGIN = "<!-- measured -->";
  static final String END = "<!-- /measured -->";

  private Report() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new FcnException(
          "found %d arguments, expected two: what JMH has written (-rf json) and the page to write"
              .formatted(args.length));
    }
    Path page = Path.of(args[1]);
    String old = Files.exists(page) ? Files.readString(page) : "";
    AtomicFile.write(page, within(old, text(Files.readString(Path.of(args[0])), args[1])));
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

  static String text(String json, String page) {
    List<Fields> runs =
        Fields.items("the file", Json.parse(json)).stream()
            .map(Fields::of)
            .filter(Measured::isIn)
            .toList();
    if (runs.isEmpty()) {
      throw new FcnException("found no results of PeerBenchmark, expected some");
    }
    Tables tables = new Tables(runs.stream().map(Measured::of).toList());
    return """
        The onednn engine over each of the others: median time / peak of resident memory during the passes; below 1 is better.

        %s

        Median time / peak of resident memory (passes measured):

        %s

        - Machine: %s
        - JDK: %s %s
        %s

        ```
        %s
        java -cp fcn-bench/target/benchmarks.jar io.fcn4j.bench.Report result.json %s
        ```
        """
        .formatted(
            tables.ratios(),
            tables.times(),
            Machine.describe(),
            runs.get(0).text("vmName"),
            runs.get(0).text("vmVersion"),
            tables.peers().stream().map(Report::version).collect(joining("\n")),
            Command.of(runs),
            page);
  }

  private static String version(PeerKind peer) {
    return "- " + peer.label() + ": " + peer.version();
  }
}
