package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fcn4j.core.io.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

/** What only a real process shows: signals, and a disk that is full. */
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {
  @TempDir private Path temp;
  private TinyData data = new TinyData(Path.of("data"));
  private Path run = Path.of("run");

  @BeforeEach
  void makeData() throws IOException {
    data = TinyData.voc(temp.resolve("data"));
    run = temp.resolve("run");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalEndsTrainingWithASnapshot(String signal, int exitCode) throws Exception {
    assumeTrue(!signal.equals("INT") || heedsInterrupts(), "SIGINT is ignored in this session");
    Object[] endless = data.train(run, 1_000_000, "--snapshot-every 1000000");
    int done;
    try (FcnProcess fcn = FcnProcess.start(temp.resolve("output"), List.of(), endless)) {
      fcn.awaitLines(run.resolve("log.jsonl"), 3);
      fcn.signal(signal);
      assertThat(fcn.exitCode()).as(fcn.output()).isEqualTo(exitCode);
      done = Files.readAllLines(run.resolve("log.jsonl")).size();
      assertThat(fcn.output()).contains(done + " of 1000000 iterations done");
    }
    assertThat(run.resolve("iter_%06d.state.safetensors".formatted(done))).exists();
    assertThat(run.resolve("model.safetensors")).doesNotExist();

    Path whole = temp.resolve("whole");
    CliRun.of(data.train(run, done + 2, "--resume"));
    CliRun.of(data.train(whole, done + 2));
    assertThat(run.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
  }

  @Test
  void signalSaysHowCaffesTrainingGoesOn() throws Exception {
    Path solver = temp.resolve("solver.prototxt");
    Files.writeString(
        solver,
        """
        base_lr: 0.1 lr_policy: 'fixed' max_iter: 100000000 display: 1 snapshot_prefix: '%s'
        net_param {
          layer { name: 'x' type: 'Input' top: 'x' input_param { shape { dim: 1 dim: 2 } } }
          layer { name: 'fc' type: 'InnerProduct' bottom: 'x' top: 'y'
            inner_product_param { num_output: 2 weight_filler { type: 'gaussian' } } }
          layer { name: 'loss' type: 'EuclideanLoss' bottom: 'x' bottom: 'y' }
        }
        """
            .formatted(run));
    Path x = temp.resolve("x.npy");
    Npy.write(x, Nd4j.ones(1, 2));
    Path output = temp.resolve("output");
    try (FcnProcess fcn =
        FcnProcess.start(output, List.of(), "-v train --solver", solver, "--input", "x=" + x)) {
      // Many more than are printed before the first iteration.
      fcn.awaitLines(output, 100);
      fcn.signal("TERM");
      assertThat(fcn.exitCode()).as(fcn.output()).isEqualTo(143);
      assertThat(fcn.output())
          .contains(
              "told to stop: finishing this iteration and writing a snapshot; --snapshot "
                  + run
                  + "_iter_N.solverstate goes on from it");
    }
    assertThat(temp).isDirectoryContaining("glob:**/run_iter_*.solverstate");
  }

  /** A background job of a shell without job control inherits an ignored SIGINT. */
  private static boolean heedsInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .noneMatch(ignored -> (ignored >> 1 & 1) == 1);
  }

  @Test
  void fullDiskLeavesTheOldFilesIntact() throws Exception {
    CliRun.of(data.train(run, 2));
    Map<Path, Long> before = sizes();
    byte[] model = Files.readAllBytes(run.resolve("model.safetensors"));
    // A file that may not grow beyond 512 KB fails like one on a full disk.
    List<String> limited = List.of("bash", "-c", "ulimit -f 512; exec \"$@\"", "bash");
    Object[] more = data.train(run, 4, "--resume");
    try (FcnProcess fcn = FcnProcess.start(temp.resolve("output"), limited, more)) {
      assertThat(fcn.exitCode()).as(fcn.output()).isEqualTo(1);
      assertThat(fcn.output())
          .contains("fcn train: cannot write " + run.resolve("iter_000004.safetensors") + ": ")
          .doesNotContain("\tat ");
    }
    Map<Path, Long> after = sizes();
    after.remove(run.resolve("log.jsonl"));
    before.remove(run.resolve("log.jsonl"));
    assertThat(after).isEqualTo(before);
    assertThat(run.resolve("model.safetensors")).hasBinaryContent(model);
  }

  private Map<Path, Long> sizes() throws IOException {
    Map<Path, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        sizes.put(file, Files.size(file));
      }
    }
    return sizes;
  }
}
