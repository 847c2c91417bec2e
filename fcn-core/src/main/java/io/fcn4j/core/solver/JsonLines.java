package io.fcn4j.core.solver;

import io.fcn4j.core.io.AtomicFile;
import io.fcn4j.core.io.FileException;
import io.fcn4j.core.io.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Appends one JSON object for each iteration to a file: iteration, loss, rate, seconds. Lines of
 * iterations that a resumed run does again are replaced.
 */
public final class JsonLines implements SolverListener {
  private static final Pattern LINE = Pattern.compile("\\{\"iteration\":(\\d{1,18}),.*\\}");

  private final Path file;
  private boolean started;

  private JsonLines(Path file) {
    this.file = file;
  }

  public static JsonLines to(Path file) {
    return new JsonLines(file);
  }

  @Override
  public void iteration(IterationReport report) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("iteration", report.iteration());
    line.put("loss", report.loss());
    line.put("averageLoss", report.averageLoss());
    line.put("rate", report.rate());
    line.put("seconds", report.seconds());
    try {
      if (!started) {
        keepBefore(report.iteration());
        started = true;
      }
      try (BufferedWriter out =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(Json.print(line));
        out.newLine();
      }
    } catch (IOException e) {
      throw new FileException("cannot write", file, e);
    }
  }

  /**
   * Drops what comes after the last snapshot, and a line that was cut off when a run was killed.
   */
  private void keepBefore(long iteration) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      return;
    }
    StringBuilder kept = new StringBuilder();
    Files.readAllLines(file).stream()
        .takeWhile(line -> isBefore(line, iteration))
        .forEach(line -> kept.append(line).append(System.lineSeparator()));
    AtomicFile.write(file, kept.toString());
  }

  private static boolean isBefore(String line, long iteration) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches() && Long.parseLong(matcher.group(1)) < iteration;
  }
}
