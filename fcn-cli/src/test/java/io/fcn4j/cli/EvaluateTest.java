package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
  /** Columns of 32 that are dark, in the two images of the split val: 16 and 12. */
  private static final double DARK = 28 / 64.0;

  @TempDir private static Path temp;
  private static TinyData data = new TinyData(Path.of("data"));
  private static Path weights = Path.of("weights");

  /** With a rate of zero the scores stay zero, and every pixel is class 0. */
  @BeforeAll
  static void train() throws IOException {
    data = TinyData.voc(temp.resolve("data"));
    weights = temp.resolve("run/model.safetensors");
    CliRun.of(data.train(temp.resolve("run"), 1, "--lr 0 --class-names dark,bright --classes 2"));
  }

  private static CliRun evaluate(String more) {
    return CliRun.of("evaluate --weights", weights, "--data", data.root(), more);
  }

  @Test
  void jsonHasAllMetrics() {
    CliRun run = evaluate("--json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.json())
        .containsOnlyKeys(
            "pixelAccuracy",
            "meanAccuracy",
            "meanIu",
            "frequencyWeightedIu",
            "perClassIu",
            "confusion")
        .containsEntry("pixelAccuracy", DARK)
        .containsEntry("meanAccuracy", 0.5)
        .containsEntry("meanIu", DARK / 2)
        .containsEntry("perClassIu", List.of(DARK, 0.0))
        .containsEntry("confusion", List.of(List.of(896L, 0L), List.of(1152L, 0L)));
  }

  @Test
  void textIsATable() {
    CliRun run = evaluate("--split train");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            class         IU  accuracy          pixels
            dark      31.25%   100.00%           1,280
            bright     0.00%     0.00%           2,816

            mean IU                  15.63%
            pixel accuracy           31.25%
            mean accuracy            50.00%
            frequency weighted IU     9.77%
            """);
  }

  @Test
  void unknownSplit() {
    CliRun run = evaluate("--split test");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("fcn evaluate: data set %s: there is no split 'test'".formatted(data.root()))
        .contains("there are: train, val");
  }

  @Test
  void otherLayout() {
    CliRun run = evaluate("--format folder");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no split 'val'; expected the folders");
  }

  @Test
  void plainFolders() throws IOException {
    Path root = temp.resolve("plain");
    TinyData.image(root.resolve("val/images/a.png"), 8);
    TinyData.labels(root.resolve("val/labels/a.png"), 8, 1);
    CliRun run = CliRun.of("evaluate --json --format folder --weights", weights, "--data", root);
    assertThat(run.exitCode()).isZero();
    assertThat(run.json()).containsEntry("pixelAccuracy", 0.25);
  }

  @Test
  void weightsWithoutAModelCard() throws IOException {
    Path text = Files.writeString(temp.resolve("note.txt"), "hello");
    CliRun run = CliRun.of("evaluate --weights", text, "--data", data.root());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("fcn evaluate: ").contains(text.toString(), "a text file");
  }
}
