package io.fcn4j.core.solver;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Appends one JSON object for each iteration to a file: iteration, loss, rate, seconds. */
public final class JsonLines implements SolverListener {
  private final Path file;

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
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      try (BufferedWriter out =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(Json.print(line));
        out.newLine();
      }
    } catch (IOException e) {
      throw new FcnException("can't write the log '" + file + "': " + e.getMessage(), e);
    }
  }
}
