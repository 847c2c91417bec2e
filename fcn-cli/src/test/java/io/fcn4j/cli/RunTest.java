package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.caffe.CaffeModel;
import io.fcn4j.core.io.Npy;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RunTest {
  private static final String NET =
      """
      name: 'net'
      layer { name: 'data' type: 'Data' top: 'x' top: 'label' data_param { batch_size: 64 } }
      layer { name: 'fc' type: 'InnerProduct' bottom: 'x' top: 'y' inner_product_param { num_output: 2 } }
      layer { name: 'double' type: 'Power' bottom: 'y' top: 'twice' power_param { scale: 2 }
        include { phase: TRAIN } }
      layer { name: 'loss' type: 'SoftmaxWithLoss' bottom: 'y' bottom: 'label' top: 'loss' }
      """;

  private static final String RELU = "layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'y' }";

  @TempDir private Path temp;
  private Path net;
  private Path x;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    net = Files.writeString(temp.resolve("net.prototxt"), NET);
    x = npy("x", new float[][] {{1, 2, 3}, {4, 5, 6}});
    weights = temp.resolve("net.caffemodel");
    Map<String, INDArray> arrays =
        Map.of(
            "fc.0", Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 1, 1}}),
            "fc.1", Nd4j.createFromArray(10f, 20f));
    try (WeightSource source = WeightSource.of(arrays)) {
      CaffeModel.write(weights, source);
    }
  }

  private Path npy(String name, float[][] values) {
    Path file = temp.resolve(name + ".npy");
    Npy.write(file, Nd4j.createFromArray(values));
    return file;
  }

  @Test
  void forward() {
    Path y = temp.resolve("y.npy");
    CliRun run =
        CliRun.of("run", net, "--weights", weights, "--input", "x=" + x, "--output", "y=" + y);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("blob +shape +min +mean +max\ny +2x2 +11\\.0");
    assertThat(Npy.read(y)).isEqualTo(Nd4j.createFromArray(new float[][] {{11, 25}, {14, 31}}));
  }

  @Test
  void backwardFromALossWithLabels() {
    Path labels = temp.resolve("label.npy");
    Npy.write(labels, Nd4j.createFromArray(1f, 0f));
    Path dx = temp.resolve("dx.npy");
    Path dw = temp.resolve("dw.npy");
    CliRun run =
        CliRun.of(
            "run --backward --json",
            net,
            "--weights",
            weights,
            "--input",
            "x=" + x,
            "--input",
            "label=" + labels,
            "--diff",
            "x=" + dx,
            "--param-diff",
            "fc.0=" + dw);
    assertThat(run.exitCode()).as(run.err()).isZero();
    // Of scores [11, 25] and [14, 31] the first image is right, and the second one wrong by 17.
    assertThat((Double) run.json().get("loss")).isCloseTo(8.5, within(1e-5));
    assertThat((List<?>) Objects.requireNonNull(run.json().get("blobs"))).hasSize(3);
    assertThat(Host.read(Npy.read(dx)))
        .containsExactly(new float[] {0, 0, 0, -.5f, .5f, .5f}, within(1e-5f));
    assertThat(Host.read(Npy.read(dw)))
        .containsExactly(new float[] {-2, -2.5f, -3, 2, 2.5f, 3}, within(1e-5f));
  }

  @Test
  void backwardFromAGivenGradientInTheOtherPhase() {
    Path top = npy("top", new float[][] {{1, 0}, {0, 0}});
    Path db = temp.resolve("db.npy");
    CliRun run =
        CliRun.of(
            "run --phase train --engine nd4j --backward",
            net,
            "--weights",
            weights,
            "--input",
            "x=" + x,
            "--top-diff",
            "twice=" + top,
            "--param-diff",
            "fc.1=" + db);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Npy.read(db)).isEqualTo(Nd4j.createFromArray(2f, 0f));
  }

  @Test
  void namesThatAreNot() {
    assertFails("unknown blob 'z'; nearest: x, y", "--output", "z=" + x);
    assertFails(
        "unknown parameter 'fc.2'; nearest: fc.0, fc.1", "--backward", "--param-diff", "fc.2=f");
    assertFails("unknown engine 'gpu'; there are [", "--engine", "gpu");
    assertFails("found precision bf16, expected f32", "--engine", "nd4j", "--precision", "bf16");
    assertFails("cannot read none.caffemodel: no such file", "--weights", "none.caffemodel");
    CliRun other = CliRun.of("run", net, "--input", "z=" + x);
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("the net has no input 'z'; it has [x, label]\n");
  }

  private void assertFails(String message, String... options) {
    CliRun run = CliRun.of("run", net, "--input", "x=" + x, options);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(message);
  }

  @Test
  void transformsAreLeftToWhoGivesTheData() throws IOException {
    String scaled = NET.replace("'x' top", "'x' transform_param { mean_value: 104 } top");
    Files.writeString(net, scaled);
    try (LogLines log = new LogLines()) {
      assertThat(CliRun.of("run", net, "--input", "x=" + x).exitCode()).isZero();
      assertThat(log.warnings())
          .containsExactly(
              "transform_param of layer 'data' is not applied: give data already transformed as"
                  + " Caffe would (mean_value)");
      Files.writeString(net, NET);
      assertThat(CliRun.of("run", net, "--input", "x=" + x).exitCode()).isZero();
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void whatFailsWritesNothing() {
    Path y = temp.resolve("y.npy");
    Path dx = temp.resolve("dx.npy");
    assertFails(
        "blob 'loss' needs the input 'label', which is not given: --input label=FILE.npy",
        "--output",
        "loss=" + y,
        "--output",
        "y=" + dx);
    assertFails(
        "cannot read none.npy: no such file",
        "--output",
        "y=" + y,
        "--backward",
        "--top-diff",
        "y=none.npy",
        "--diff",
        "x=" + dx);
    assertThat(y).doesNotExist();
    assertThat(dx).doesNotExist();
    CliRun rounded = CliRun.of("run", net, "--input", "x=" + x, "--precision bf16 --phase train");
    assertThat(rounded.exitCode()).isEqualTo(2);
    assertThat(rounded.err())
        .contains("found --precision bf16 and --phase train, but it is for inference alone");
    CliRun twice = CliRun.of("run", net, "--input", "x=" + x, "--output y=a.npy --output x=a.npy");
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("found one file for two arrays among [a.npy, a.npy]");
  }

  @Test
  void inputsThatAreMissing() {
    try (LogLines log = new LogLines()) {
      CliRun run = CliRun.of("run --json", net, "--input", "x=" + x);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json()).containsEntry("loss", null);
      assertThat(log.infos()).contains("not given: [label]; layers that need them are left out");
    }
  }

  @Test
  void inputsThatTheNetHas() throws IOException {
    Files.writeString(net, "input: 'x' input_shape { dim: 2 dim: 3 }" + RELU);
    CliRun run = CliRun.of("run", net);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found no --input; the net has [x]: --input x=FILE.npy");
  }

  @Test
  void gradientsNeedBackward() {
    CliRun run = CliRun.of("run", net, "--input", "x=" + x, "--diff x=dx.npy");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--top-diff, --diff and --param-diff need --backward");
  }

  @Test
  void stagesAndLevelsChooseLayers() throws IOException {
    StringBuilder text = new StringBuilder(NET);
    for (int i = 0; i < 10; i++) {
      text.append(
          "layer { name: 'r%d' type: 'ReLU' bottom: 'y' top: 'r%d' include { stage: 's' min_level: 2 } }"
              .formatted(i, i));
    }
    Files.writeString(net, text);
    try (LogLines log = new LogLines()) {
      CliRun without = CliRun.of("summary", net, "--input x=5x3");
      assertThat(without.out()).doesNotContainPattern("r9 +ReLU");
      assertThat(log.infos())
          .containsExactly(
              "11 layers are left out for phase TEST: double, r0, r1, r2, r3, r4, r5, r6, r7, r8 and"
                  + " 1 more; the phase, --stage and --level choose");
    }
    try (LogLines log = new LogLines()) {
      CliRun with = CliRun.of("summary", net, "--input x=5x3 --stage other,s --level 2");
      assertThat(with.exitCode()).as(with.err()).isZero();
      assertThat(with.out()).containsPattern("r9 +ReLU");
      assertThat(log.infos())
          .containsExactly(
              "1 layer is left out for phase TEST: double; the phase, --stage and --level choose");
    }
    Path r9 = temp.resolve("r9.npy");
    CliRun run =
        CliRun.of("run", net, "--input", "x=" + x, "--stage s --level 2 --output", "r9=" + r9);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(r9).exists();
  }

  @Test
  void summary() {
    CliRun run = CliRun.of("summary", net, "--input 5x3");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("fc +InnerProduct +5x2 ").doesNotContain("double");
    CliRun train = CliRun.of("summary --phase train", net, "--input x=5x3");
    assertThat(train.out()).containsPattern("double +Power +5x2 ");
    CliRun unknown = CliRun.of("summary", net);
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains(net + ":2: layer 'data' (Data): the shape of 'x'");
  }
}
