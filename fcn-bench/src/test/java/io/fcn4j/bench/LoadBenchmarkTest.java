package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.io.Npy;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadBenchmarkTest {
  /** What JMH does in a fork, which ends by the comparison of the scores. */
  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onednn", "onednn_bf16", "caffe", "onnxruntime"})
  void runs(String peer) {
    PeerKind.labelled(peer).obstacle().ifPresent(why -> Assumptions.abort(why));
    LoadBenchmark.Work work = PeerBenchmarkTest.set(new LoadBenchmark.Work());
    work.peer = peer;
    work.write();
    LoadBenchmark.Memory memory = new LoadBenchmark.Memory();
    new LoadBenchmark().load(work, memory);
    assertThat(memory.megabytes).isGreaterThanOrEqualTo(memory.megabytesBefore);
    work.check();
    // A peer that computes something else is not measured.
    new LoadBenchmark().load(work, memory);
    Path scores = work.expected();
    Npy.write(scores, Npy.read(scores).add(1));
    assertThatThrownBy(work::check).hasMessageStartingWith("found a deviation of ");
    work.delete();
    assertThat(scores).doesNotExist();
  }
}
