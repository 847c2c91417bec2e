package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.io.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  @TempDir private Path folder;

  private static IterationReport report(long iteration) {
    return new IterationReport(iteration, 10, 0.5, 0.75, 1e-3, iteration, 2, 3);
  }

  /** The start of each line. */
  private static List<String> iterations(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  @Test
  void oneObjectForEachIteration() throws IOException {
    Path file = folder.resolve("run/log.jsonl");
    JsonLines.to(file).iteration(report(4));
    assertThat(file)
        .content()
        .isEqualToIgnoringNewLines(
            "{\"iteration\":4,\"loss\":0.5,\"averageLoss\":0.75,\"rate\":0.001,\"seconds\":2.0}");
  }

  @Test
  void resumedRunReplacesTheLinesAfterItsSnapshot() throws IOException {
    Path file = folder.resolve("log.jsonl");
    JsonLines first = JsonLines.to(file);
    for (long iteration = 1; iteration <= 5; iteration++) {
      first.iteration(report(iteration));
    }
    Files.writeString(file, "{\"iteration\":6,\"lo", StandardOpenOption.APPEND);
    JsonLines resumed = JsonLines.to(file);
    resumed.iteration(report(4));
    resumed.iteration(report(5));
    assertThat(iterations(file))
        .containsExactly(
            "{\"iteration\":1",
            "{\"iteration\":2",
            "{\"iteration\":3",
            "{\"iteration\":4",
            "{\"iteration\":5");
  }

  @Test
  void lineThatWasCutOffIsDropped() throws IOException {
    Path file = folder.resolve("log.jsonl");
    JsonLines.to(file).iteration(report(1));
    Files.writeString(file, "{\"iteration\":2,\"lo", StandardOpenOption.APPEND);
    JsonLines.to(file).iteration(report(3));
    assertThat(iterations(file)).containsExactly("{\"iteration\":1", "{\"iteration\":3");
  }

  @Test
  void fileWhereTheFolderShouldBe() throws IOException {
    Path file = Files.createFile(folder.resolve("run"));
    assertThatThrownBy(() -> JsonLines.to(file.resolve("log.jsonl")).iteration(report(1)))
        .isInstanceOf(FileException.class)
        .hasMessage(
            "cannot write %s: %s is in the way, a file where a folder is needed"
                .formatted(file.resolve("log.jsonl"), file));
  }
}
