package io.fcn4j.cli;

import io.fcn4j.core.io.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What a command printed and returned. */
record CliRun(int exitCode, String out, String err) {
  /**
   * Runs {@code fcn} with arguments: texts are cut at blanks, paths are not, arrays are unrolled.
   */
  static CliRun of(Object... arguments) {
    return of(new Main(), arguments);
  }

  static CliRun of(Main main, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    int exitCode = main.execute(words(arguments).toArray(String[]::new));
    return new CliRun(exitCode, out.toString(), err.toString());
  }

  static List<String> words(Object... arguments) {
    return Stream.of(arguments).flatMap(CliRun::split).toList();
  }

  private static Stream<String> split(Object argument) {
    if (argument instanceof Object[] several) {
      return words(several).stream();
    }
    return argument instanceof String text
        ? Stream.of(text.split(" "))
        : Stream.of(argument.toString());
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> json() {
    return (Map<String, Object>) Objects.requireNonNull(Json.parse(out));
  }
}
