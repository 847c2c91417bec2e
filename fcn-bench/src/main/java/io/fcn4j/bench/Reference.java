package io.fcn4j.bench;

import io.fcn4j.bench.peer.Job;
import io.fcn4j.bench.peer.Peer;
import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.bench.peer.TemporaryFolder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.io.Npy;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What Nd4jEngine makes of a workload, by a process of its own. */
final class Reference {
  private Reference() {}

  /** The scores in TEST, the loss of the first step in TRAIN. */
  static INDArray of(Workload workload, Phase phase, int threads) {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      Path file = folder.path().resolve("reference.npy");
      write(workload, phase, threads, file);
      return Npy.read(file);
    }
  }

  /** The same as a file, for a process that is not to load ND4J yet. */
  static void write(Workload workload, Phase phase, int threads, Path file) {
    OtherProcess.run(
        Reference.class, workload.net(), workload.width(), workload.size(), phase, threads, file);
  }

  /** The other process. */
  public static void main(String[] args) {
    Workload workload = Workload.of(args);
    Phase phase = Phase.valueOf(args[3]);
    Job job = workload.job(phase, Integer.parseInt(args[4]));
    try (Peer engine = PeerKind.ND4J.open(workload.build(), job)) {
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
