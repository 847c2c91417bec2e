package io.fcn4j.bench;

import io.fcn4j.bench.peer.Floats;
import io.fcn4j.bench.peer.Job;
import io.fcn4j.bench.peer.NetFiles;
import io.fcn4j.bench.peer.Peer;
import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.bench.peer.TemporaryFolder;
import io.fcn4j.core.Phase;
import io.fcn4j.core.io.Npy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the files of a net to the scores of a first image, once in a process: each peer opens its
 * own files (Caffe's for our engines, as their users do) and runs one pass. Its library has been
 * loaded before and the files, just written, are in the cache of the system. {@code megabytes} is
 * the peak of resident memory of the whole process since its start, Java's included. Another
 * process writes the files and the scores that are expected, so that a peer whose scores are not
 * Nd4jEngine's is not measured.
 *
 * <p>PyTorch is left out: only Python writes its files, and our tensors for it come from memory.
 *
 * <p>Each fork is one measurement; further ones in it ({@code -wi}, {@code -i}) would find a
 * process that has done it all before, and {@link Report} refuses them.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 5,
    jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC", Jvm.ANY_BYTES, Jvm.ANY_PHYSICAL_BYTES})
public class LoadBenchmark {
  /** The files, and the peer that has opened them. */
  public static class Work extends PeerWork {
    @Param({"onednn", "onednn_bf16", "caffe", "onnxruntime"})
    String peer;

    private TemporaryFolder folder;
    private NetFiles files;
    private Floats image;
    private Job job;
    private @Nullable Peer opened;
    private double before;

    @Setup
    public void write() {
      folder = new TemporaryFolder();
      files = new NetFiles(folder.path());
      kind().require();
      FilesProcess.write(workload(), kind(), threads, files);
      Reference.write(workload(), Phase.TEST, threads, expected());
      image = workload().pixels();
      job = workload().job(Phase.TEST, threads);
      before = PeakMemory.megabytes();
    }

    private PeerKind kind() {
      return PeerKind.labelled(peer);
    }

    Path expected() {
      return folder.path().resolve("scores.npy");
    }

    void run() {
      Peer fresh = kind().open(files, job);
      opened = fresh;
      fresh.forward(image);
    }

    /** What this needs itself is not measured any more. */
    @TearDown(Level.Iteration)
    public void check() {
      try (Peer used = Objects.requireNonNull(opened, "not opened")) {
        Check.agree(used.score(), Npy.read(expected()), kind().tolerance());
      }
    }

    @TearDown
    public void delete() {
      folder.close();
    }
  }

  /** What JMH reads when the peer has been checked, which takes memory of its own. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Memory {
    public double megabytes;

    /** Of it, what Java and the library took before anything was opened. */
    public double megabytesBefore;
  }

  @Benchmark
  public void load(Work work, Memory memory) {
    work.run();
    memory.megabytes = PeakMemory.megabytes();
    memory.megabytesBefore = work.before;
  }
}
