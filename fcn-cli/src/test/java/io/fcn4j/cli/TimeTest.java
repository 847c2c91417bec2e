package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeTest {
  private static final String SMALL = "fcn8s-vgg16:width=1/16";

  @TempDir private Path folder;

  private static Map<String, Object> json(String options) {
    CliRun run = CliRun.of("time", SMALL, options, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private static double number(Map<String, Object> report, String key) {
    return ((Number) Objects.requireNonNull(report.get(key))).doubleValue();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> layers(Map<String, Object> report) {
    return (List<Map<String, Object>>) Objects.requireNonNull(report.get("layers"));
  }

  @Test
  void everyLayerAndTheWhole() {
    Map<String, Object> report = json("--input 1x3x33x40 --iterations 3 --precision bf16");
    double forward = number(report, "forwardMs");
    double outside = number(report, "outsideOfLayers");
    assertThat(forward).isPositive();
    assertThat(outside).isBetween(0.0, 1.0);
    assertThat(report).containsEntry("input", "1x3x33x40").doesNotContainKey("stepMs");
    List<Map<String, Object>> layers = layers(report);
    assertThat(layers).extracting(row -> row.get("layer")).contains("conv1_1", "fc6", "score");
    assertThat(layers).extracting(row -> row.get("pass")).containsOnly("forward");
    double sum = layers.stream().mapToDouble(row -> number(row, "ms")).sum();
    assertThat(sum).isBetween(0.2 * forward * (1 - outside), 5 * forward);
  }

  @Test
  void trainingOnAnEngineWithThreads() {
    Map<String, Object> report =
        json("--input 1x3x32x32 --engine nd4j --train --threads 1 --iterations 2");
    assertThat(report).containsEntry("engine", "nd4j");
    assertThat(number(report, "stepMs")).isGreaterThan(number(report, "forwardMs"));
    assertThat(layers(report)).extracting(row -> row.get("pass")).contains("forward", "backward");
  }

  @Test
  void whatNoImageChangesIsKept() {
    Map<String, Object> report = json("--input 1x3x33x40 --iterations 1 --keep-border");
    assertThat(report).containsEntry("keepsBorder", true);
    assertThat(layers(report)).extracting(row -> row.get("type")).contains("Reframe");
  }

  @Test
  void aNetOfCaffe() throws IOException {
    Path net = folder.resolve("net.prototxt");
    Files.writeString(
        net,
        """
        name: "one" input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
        layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
          convolution_param { num_output: 16 kernel_size: 3 } }
        """);
    CliRun run = CliRun.of("time", net.toString(), "--iterations", "2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("conv ", "Convolution", "GFLOP/s", "1x3x8x8", "outside of layers");
  }

  @Test
  void weightsAreNoNet() throws IOException {
    Path weights = Files.writeString(folder.resolve("net.caffemodel"), "\n\3net\u00a2\6");
    CliRun run = CliRun.of("time", weights);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(weights + " is no net but looks like a binary Caffe model");
  }

  @Test
  void badInput() {
    assertThat(CliRun.of("time", SMALL, "--threads", "0").err()).contains("'0' is not a whole");
    assertThat(CliRun.of("time", SMALL, "--engine", "gpu").err()).contains("unknown engine 'gpu'");
    CliRun rounded = CliRun.of("time", SMALL, "--train --precision bf16");
    assertThat(rounded.exitCode()).isEqualTo(2);
    assertThat(rounded.err())
        .contains("found --precision bf16 and --train, but it is for inference alone; leave one");
    CliRun kept = CliRun.of("time", SMALL, "--train --keep-border");
    assertThat(kept.exitCode()).isEqualTo(2);
    assertThat(kept.err()).contains("found --keep-border and --train, but training changes");
    CliRun training = CliRun.of("time", "none.prototxt");
    assertThat(training.exitCode()).isEqualTo(1);
    assertThat(training.err()).contains("none.prototxt");
  }
}
