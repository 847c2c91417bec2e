package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.models.SavedModel;
import io.fcn4j.models.image.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code --engine} and {@code --precision} of the commands for trained nets. */
class EngineOptionsTest {
  /** Of the two images of the split val. */
  private static final long DARK = 28 * 32;

  private static final long BRIGHT = 36 * 32;

  @TempDir private static Path temp;

  /**
   * Weights of 1 for class 0, and of a little more for class 1, which bfloat16 rounds to 1: class 1
   * wins in float32, and class 0 if both are equal.
   */
  @BeforeAll
  static void save() throws IOException {
    TinyData data = TinyData.voc(temp.resolve("data"));
    CliRun.of(data.train(temp.resolve("run"), 1, "--lr 0"));
    SavedModel model = SavedModel.open(temp.resolve("run/model.safetensors"));
    INDArray scores = model.net().params().get("score_fr.0").array();
    scores.slice(0).assign(1);
    scores.slice(1).assign(1 + 1f / 1024);
    model.save(temp.resolve("close.safetensors"));
  }

  private static CliRun run(String command, String options) {
    Path weights = temp.resolve("close.safetensors");
    return command.equals("evaluate")
        ? CliRun.of("evaluate --json --data", temp.resolve("data"), "--weights", weights, options)
        : CliRun.of(
            "segment --weights",
            weights,
            "--out",
            temp.resolve("out"),
            options,
            temp.resolve("data/JPEGImages/val0.png"));
  }

  /** The class that every pixel is found to be of; on CPUs without bfloat16 a warning says so. */
  private static int expected(String options, LogLines log) {
    return options.endsWith("bf16") && log.warnings().isEmpty() ? 0 : 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--engine nd4j", "--engine onednn", "--engine onednn --precision bf16"})
  void evaluates(String options) {
    try (LogLines log = new LogLines()) {
      CliRun run = run("evaluate", options);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().get("confusion"))
          .isEqualTo(
              expected(options, log) == 1
                  ? List.of(List.of(0L, DARK), List.of(0L, BRIGHT))
                  : List.of(List.of(DARK, 0L), List.of(BRIGHT, 0L)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--engine nd4j", "--engine onednn", "--engine onednn --precision bf16"})
  void segments(String options) {
    try (LogLines log = new LogLines()) {
      CliRun run = run("segment", options);
      assertThat(run.exitCode()).as(run.err()).isZero();
      LabelMap labels = LabelMap.read(temp.resolve("out/val0-labels.png"));
      assertThat(labels.counts()[expected(options, log)]).isEqualTo(32 * 32);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "segment"})
  void whatAnEngineDoesNotHave(String command) {
    CliRun run = run(command, "--engine nd4j --precision bf16");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            ("fcn %s: engine nd4j: found precision bf16, expected f32; leave it out, or take engine"
                    + " onednn\n")
                .formatted(command));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "segment"})
  void unknownOnes(String command) {
    CliRun precision = run(command, "--precision f16");
    assertThat(precision.exitCode()).isEqualTo(2);
    assertThat(precision.err())
        .contains("'--precision'", "expected one of [F32, BF16]", "but was 'f16'", "--help");
    CliRun engine = run(command, "--engine gpu");
    assertThat(engine.exitCode()).isEqualTo(1);
    assertThat(engine.err()).contains("unknown engine 'gpu'; there are [onednn, nd4j]");
  }
}
