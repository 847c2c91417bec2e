package io.fcn4j.bench;

import io.fcn4j.bench.peer.Peer;
import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.bench.peer.Task;
import io.fcn4j.core.Phase;
import io.fcn4j.core.io.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What Nd4jEngine makes of a workload, by a process of its own: it would leave its mark on the
 * memory of the one that is measured.
 */
final class Reference {
  private Reference() {}

  /** The scores in TEST, the loss of the first step in TRAIN. */
  static INDArray of(Workload workload, Phase phase, int threads) {
    try {
      Path file = Files.createTempFile("reference", ".npy");
      try {
        run(workload, phase, threads, file);
        return Npy.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Workload workload, Phase phase, int threads, Path file)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.bytedeco.javacpp.maxbytes=0",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            Reference.class.getName(),
            workload.net(),
            workload.width(),
            Integer.toString(workload.size()),
            phase.name(),
            Integer.toString(threads),
            file.toString());
    try {
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      Check.that(status == 0, "Nd4jEngine's process ended with " + status + ": " + command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The other process. */
  public static void main(String[] args) {
    Workload workload = new Workload(args[0], args[1], Integer.parseInt(args[2]));
    Phase phase = Phase.valueOf(args[3]);
    int threads = Integer.parseInt(args[4]);
    Task task = new Task(workload.build(), workload.image(), phase, threads, PeerBenchmark.RATE);
    try (Peer engine = PeerKind.ND4J.open(task)) {
      Npy.write(Path.of(args[5]), values(engine, workload, phase));
    }
  }

  private static INDArray values(Peer engine, Workload workload, Phase phase) {
    if (phase == Phase.TRAIN) {
      return Nd4j.scalar((float) engine.trainStep(workload.pixels(), workload.labels()));
    }
    engine.forward(workload.pixels());
    return engine.score();
  }
}
