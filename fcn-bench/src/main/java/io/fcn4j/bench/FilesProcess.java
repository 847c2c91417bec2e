package io.fcn4j.bench;

import io.fcn4j.bench.peer.NetFiles;
import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.Phase;
import java.nio.file.Path;

/** Writes the files that a peer opens, in a process of its own. */
final class FilesProcess {
  private FilesProcess() {}

  static void write(Workload workload, PeerKind peer, int threads, NetFiles files) {
    OtherProcess.run(
        FilesProcess.class,
        workload.net(),
        workload.width(),
        workload.size(),
        peer.label(),
        threads,
        files.folder());
  }

  /** The other process. */
  public static void main(String[] args) {
    Workload workload = Workload.of(args);
    PeerKind.labelled(args[3])
        .write(
            workload.build(),
            workload.job(Phase.TEST, Integer.parseInt(args[4])),
            new NetFiles(Path.of(args[5])));
  }
}
