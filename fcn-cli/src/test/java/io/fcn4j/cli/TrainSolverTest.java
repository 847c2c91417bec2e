package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.io.Npy;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainSolverTest {
  private static final String NET =
      """
      name: 'net'
      layer { name: 'data' type: 'Data' top: 'x' top: 'label' data_param { batch_size: 4 } }
      layer { name: 'fc' type: 'InnerProduct' bottom: 'x' top: 'y' inner_product_param {
        num_output: 2 weight_filler { type: 'gaussian' std: 0.1 } } }
      layer { name: 'loss' type: 'SoftmaxWithLoss' bottom: 'y' bottom: 'label' }
      """;

  private static final String SOLVER =
      """
      net: 'net.prototxt' base_lr: 0.1 lr_policy: 'fixed' momentum: 0.9 max_iter: 6
      snapshot: 3 snapshot_prefix: '%s/run' solver_mode: CPU display: 2 %s
      """;

  @TempDir private Path temp;
  private Path solver;
  private Path x;
  private Path labels;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(temp.resolve("net.prototxt"), NET);
    solver = temp.resolve("solver.prototxt");
    solver("");
    x = temp.resolve("x.npy");
    labels = temp.resolve("label.npy");
    INDArray data = Nd4j.create(DataType.FLOAT, 8, 3);
    new Filler.Uniform(-1, 1).fill(data, CounterRandom.seeded(1));
    Npy.write(x, data);
    INDArray classes = Nd4j.create(DataType.FLOAT, 8);
    Host.fill(classes, i -> data.getFloat(i, 0) > 0 ? 1 : 0);
    Npy.write(labels, classes);
  }

  private void solver(String more) throws IOException {
    Files.writeString(solver, SOLVER.formatted(temp, more));
  }

  private CliRun train(Object... options) {
    return CliRun.of(
        "train --solver", solver, "--input", "x=" + x, "--input", "label=" + labels, options);
  }

  private static Map<String, INDArray> weights(Path file) {
    try (WeightSource source = WeightFiles.open(file)) {
      return source.readAll();
    }
  }

  private static INDArray weight(Path file) {
    try (WeightSource source = WeightFiles.open(file)) {
      return source.read("fc.0");
    }
  }

  @Test
  void writesCaffesSnapshotsAndGoesOnFromThem() {
    CliRun run = train();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("6 of 6 iterations done, loss 0.")
        .contains("weights: " + temp.resolve("run_iter_6.caffemodel"));
    Map<String, INDArray> straight = weights(temp.resolve("run_iter_6.caffemodel"));
    assertThat(straight).containsOnlyKeys("fc.0", "fc.1");

    CliRun resumed = train("--json --snapshot", temp.resolve("run_iter_3.solverstate"));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.json()).containsEntry("iterations", 6L);
    CliRun over = train("--snapshot", temp.resolve("run_iter_6.solverstate"));
    assertThat(over.out()).isEqualTo("nothing left to do: 6 of 6 iterations were done before\n");
    assertThat(weights(temp.resolve("run_iter_6.caffemodel"))).isEqualTo(straight);
  }

  @Test
  void startsFromWeightsAndEndsWhereItIsTold() throws IOException {
    assertThat(train("--iterations 3").exitCode()).isZero();
    Path three = temp.resolve("run_iter_3.caffemodel");
    INDArray learned = weight(three);
    CliRun run = train("--iterations 1 --weights", three);
    assertThat(run.exitCode()).as(run.err()).isZero();
    // The first step of another run: no velocity, and the gradients of the first batch.
    INDArray step = weight(temp.resolve("run_iter_1.caffemodel")).sub(learned);
    assertThat(step.amaxNumber().floatValue()).isBetween(1e-4f, 0.1f);
  }

  @Test
  void fillersTakeTheSeedOfTheFile() throws IOException {
    INDArray first = firstStep("random_seed: 5");
    assertThat(firstStep("random_seed: 6")).isNotEqualTo(first);
    assertThat(firstStep("random_seed: 5")).isEqualTo(first);
    assertThat(firstStep("random_seed: -1")).isEqualTo(firstStep("")).isNotEqualTo(first);
  }

  private INDArray firstStep(String settings) throws IOException {
    solver(settings);
    CliRun run = train("--iterations 1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return weight(temp.resolve("run_iter_1.caffemodel"));
  }

  @Test
  void dataIsNeeded() {
    CliRun run = CliRun.of("train --solver", solver);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "fcn train --solver: layer 'data' (Data) of 'net': its data is not read here; give it as"
                + " arrays, --input x=FILE.npy\n");
  }

  /** Six rows in batches of four: 0123 4501 2345. */
  @Test
  void rowsGoOnFromTheFirstWithinABatch() {
    INDArray rows = Npy.read(x);
    INDArray classes = Npy.read(labels);
    int[] wrapped = {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5};
    Npy.write(x, Nd4j.pullRows(rows, 1, wrapped));
    Npy.write(labels, Nd4j.createFromArray(floats(classes, wrapped)));
    assertThat(train().exitCode()).isZero();
    Map<String, INDArray> unrolled = weights(temp.resolve("run_iter_6.caffemodel"));
    int[] six = {0, 1, 2, 3, 4, 5};
    Npy.write(x, Nd4j.pullRows(rows, 1, six));
    Npy.write(labels, Nd4j.createFromArray(floats(classes, six)));
    CliRun run = train();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(weights(temp.resolve("run_iter_6.caffemodel"))).isEqualTo(unrolled);
  }

  private static float[] floats(INDArray values, int... at) {
    float[] floats = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      floats[i] = values.getFloat(at[i]);
    }
    return floats;
  }

  @Test
  void transformsAreLeftToWhoGivesTheData() throws IOException {
    String scaled = NET.replace("'x' top", "'x' transform_param { scale: 0.5 mirror: true } top");
    Files.writeString(temp.resolve("net.prototxt"), scaled);
    try (LogLines log = new LogLines()) {
      assertThat(train("--iterations 2").exitCode()).isZero();
      assertThat(log.warnings())
          .containsExactly(
              "transform_param of layer 'data' is not applied: give data already transformed as"
                  + " Caffe would (scale, mirror)");
    }
  }

  @Test
  void snapshotsThatCannotBeWrittenAreRefusedAtTheStart() throws IOException {
    Files.writeString(
        solver,
        "net: 'net.prototxt' base_lr: 0.1 lr_policy: 'fixed' max_iter: 4 display: 1"
            + " snapshot_prefix: '%s/run'".formatted(x));
    try (LogLines log = new LogLines()) {
      CliRun run = train();
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains(x + " is in the way, a file where a folder is needed");
      assertThat(log.infos()).noneMatch(line -> line.startsWith("iteration "));
    }
  }

  @Test
  void stagesChooseLayers() throws IOException {
    String more =
        "layer { name: 'more' type: 'InnerProduct' bottom: 'x' top: 'z' inner_product_param {"
            + " num_output: 1 weight_filler { type: 'gaussian' } } include { stage: 'two' } }\n";
    Files.writeString(temp.resolve("net.prototxt"), NET + more);
    CliRun run = train("--iterations 1 --stage two");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(weights(temp.resolve("run_iter_1.caffemodel"))).containsKey("more.0");
    assertThat(train("--iterations 1").exitCode()).isZero();
    assertThat(weights(temp.resolve("run_iter_1.caffemodel"))).containsOnlyKeys("fc.0", "fc.1");
  }

  @Test
  void inputsThatAreNotThoseOfTheNet() {
    CliRun typo =
        CliRun.of("train --solver", solver, "--input", "x=" + x, "--input", "lable=" + labels);
    assertThat(typo.exitCode()).isEqualTo(1);
    assertThat(typo.err())
        .endsWith("the net has no input 'lable'; it has [x, label]; did you mean 'label'?\n");
    CliRun missing = CliRun.of("train --solver", solver, "--input", "x=" + x);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err())
        .endsWith(
            "layer 'loss' needs the input 'label', which is not given: --input label=FILE.npy\n");
  }

  @Test
  void statesAreNoWeights() {
    assertThat(train("--iterations 1").exitCode()).isZero();
    Path state = temp.resolve("run_iter_1.solverstate");
    CliRun run = train("--weights", state);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "cannot read %s: it holds no weights but looks like a solver state of Caffe's; its .caffemodel has the weights"
                .formatted(state));
  }

  @Test
  void usage() throws IOException {
    CliRun both = train("--weights w.caffemodel --snapshot s.solverstate");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("--snapshot has weights of its own; leave --weights out");
    CliRun rule = CliRun.of("train --solver adam");
    assertThat(rule.exitCode()).isEqualTo(1);
    assertThat(rule.err())
        .contains(
            "--solver takes a solver file of Caffe's, found 'adam', an update rule: --rule adam");
    CliRun other = CliRun.of("-v train --solver=adam");
    assertThat(other.err()).contains("an update rule: --rule adam");
    String hint = "\nA solver file of Caffe's is given so: fcn train --solver s.prototxt\n";
    assertThat(CliRun.of("train s.prototxt").err()).contains(hint);
    assertThat(CliRun.of("train --weights w.caffemodel --model s.prototxt").err()).contains(hint);
    assertThat(CliRun.of("run --phase train s.prototxt --fast").err()).doesNotContain("--solver");
    assertThat(CliRun.of("train").err()).doesNotContain("solver file");
    assertThat(CliRun.of("train --solver s.prototxt --fast").err()).doesNotContain("is given so");
    CliRun help = CliRun.of("train --solver --help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: fcn train --solver ");
    solver("moment: 3");
    CliRun typo = train();
    assertThat(typo.exitCode()).isEqualTo(1);
    assertThat(typo.err()).contains(solver + ":2:", "has no field 'moment'; nearest: momentum");
  }

  @Test
  void theFcnRepositorysDataLayerReadsVoc() throws IOException {
    TinyData.voc(temp.resolve("voc"));
    Files.writeString(
        temp.resolve("net.prototxt"),
        """
        layer { name: 'data' type: 'Python' top: 'data' top: 'label' python_param {
          module: 'voc_layers' layer: 'VOCSegDataLayer'
          param_str: "{'voc_dir': 'voc', 'split': 'train', 'mean': (104, 117, 123), 'seed': 1337}" } }
        layer { name: 'score' type: 'Convolution' bottom: 'data' top: 'score'
          convolution_param { num_output: 21 kernel_size: 1 } }
        layer { name: 'loss' type: 'SoftmaxWithLoss' bottom: 'score' bottom: 'label' top: 'loss'
          loss_param { ignore_label: 255 normalize: true } }
        """);
    solver("clip_gradients: 1e-6");
    CliRun run = CliRun.of("train --iterations 2 --solver", solver);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("2 of 2 iterations done, loss 3.04");
  }
}
