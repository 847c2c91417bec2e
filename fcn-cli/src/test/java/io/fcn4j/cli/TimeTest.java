package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeTest {
  private static final String SMALL = "fcn8s-vgg16:width=1/16";

  @TempDir private Path folder;

  @SuppressWarnings("unchecked")
  private static Map<String, Object> json(String... arguments) {
    CliRun run = CliRun.of((Object[]) arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return (Map<String, Object>) Json.parse(run.out());
  }

  private static double number(Map<String, Object> report, String key) {
    return ((Number) report.get(key)).doubleValue();
  }

  @Test
  @SuppressWarnings("unchecked")
  void everyLayerAndTheWhole() {
    Map<String, Object> report =
        json("time", SMALL, "--input", "1x3x33x40", "--iterations", "3", "--json");
    double forward = number(report, "forwardMs");
    double outside = number(report, "outsideOfLayers");
    assertThat(forward).isPositive();
    assertThat(outside).isBetween(0.0, 1.0);
    assertThat(report).containsEntry("input", "1x3x33x40").doesNotContainKey("stepMs");
    List<Map<String, Object>> layers = (List<Map<String, Object>>) report.get("layers");
    assertThat(layers).extracting(row -> row.get("layer")).contains("conv1_1", "fc6", "score");
    assertThat(layers).allMatch(row -> row.get("pass").equals("forward"));
    double sum = layers.stream().mapToDouble(row -> number(row, "ms")).sum();
    assertThat(sum).isBetween(0.2 * forward * (1 - outside), 5 * forward);
  }

  @Test
  @SuppressWarnings("unchecked")
  void trainingOnAnEngineWithThreads() {
    Map<String, Object> report =
        json(
            "time",
            SMALL,
            "--input",
            "1x3x32x32",
            "--engine",
            "nd4j",
            "--train",
            "--threads",
            "1",
            "--iterations",
            "2",
            "--json");
    assertThat(report).containsEntry("engine", "nd4j");
    assertThat(number(report, "stepMs")).isGreaterThan(number(report, "forwardMs"));
    assertThat((List<Map<String, Object>>) report.get("layers"))
        .extracting(row -> row.get("pass"))
        .contains("forward", "backward");
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
  void badInput() {
    assertThat(CliRun.of("time", SMALL, "--threads", "0").err()).contains("'0' is not a whole");
    assertThat(CliRun.of("time", SMALL, "--engine", "gpu").err()).contains("unknown engine 'gpu'");
    CliRun training = CliRun.of("time", "none.prototxt");
    assertThat(training.exitCode()).isEqualTo(1);
    assertThat(training.err()).contains("none.prototxt");
  }
}
