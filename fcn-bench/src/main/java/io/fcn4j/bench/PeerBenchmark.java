package io.fcn4j.bench;

import io.fcn4j.bench.peer.Floats;
import io.fcn4j.bench.peer.Job;
import io.fcn4j.bench.peer.Peer;
import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.Phase;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Other libraries and our engines, one after another on the same work: {@link #forward}, and {@link
 * #trainStep}. A peer whose scores or first loss are not Nd4jEngine's is not measured.
 *
 * <p>Every fork is one peer, which has freed or taken over the weights before the peak of its
 * resident memory is measured: {@code megabytes} is that of each iteration (JMH's own table adds
 * them up). {@link Report} makes tables of all this.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC", Jvm.ANY_BYTES, Jvm.ANY_PHYSICAL_BYTES})
public class PeerBenchmark {
  /** A peer at work. */
  public abstract static class Work extends PeerWork {
    Peer opened;
    Floats image;
    Floats labels;

    @Setup
    public void open() {
      Job job = workload().job(phase(), threads);
      INDArray expected = Reference.of(workload(), phase(), threads);
      image = workload().pixels();
      labels = workload().labels();
      opened = PeerKind.labelled(peer()).open(workload().build(), job);
      check(expected);
      System.gc();
      PeakMemory.reset();
    }

    abstract String peer();

    abstract Phase phase();

    /** Of the first pass. */
    abstract void check(INDArray expected);

    @TearDown
    public void close() {
      opened.close();
    }
  }

  /** Inference. */
  public static class Inference extends Work {
    @Param({"onednn", "onednn_border", "onednn_bf16", "nd4j", "pytorch", "caffe", "onnxruntime"})
    String peer;

    @Override
    String peer() {
      return peer;
    }

    @Override
    Phase phase() {
      return Phase.TEST;
    }

    @Override
    void check(INDArray expected) {
      opened.forward(image);
      Check.agree(opened.score(), expected, PeerKind.labelled(peer).tolerance());
    }
  }

  /** Training. */
  public static class Training extends Work {
    @Param({"onednn", "nd4j", "pytorch", "caffe"})
    String peer;

    @Override
    String peer() {
      return peer;
    }

    @Override
    Phase phase() {
      return Phase.TRAIN;
    }

    @Override
    void check(INDArray expected) {
      double loss = opened.trainStep(image, labels);
      double should = expected.getDouble(0);
      Check.that(
          Math.abs(loss - should) <= PeerKind.labelled(peer).tolerance() * should,
          "found a loss of " + loss + ", expected " + should);
    }
  }

  /** What JMH reads after each iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Memory {
    public double megabytes() {
      return PeakMemory.megabytes();
    }
  }

  @Benchmark
  public void forward(Inference work, Memory memory) {
    work.opened.forward(work.image);
  }

  @Benchmark
  public double trainStep(Training work, Memory memory) {
    return work.opened.trainStep(work.image, work.labels);
  }
}
