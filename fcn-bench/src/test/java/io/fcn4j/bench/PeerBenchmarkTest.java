package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class PeerBenchmarkTest {
  static <T extends PeerWork> T set(T work) {
    work.net = "fcn32s-alexnet";
    work.width = "1/16";
    work.size = 32;
    work.threads = Runtime.getRuntime().availableProcessors();
    return work;
  }

  /** What JMH does in a fork. */
  @Test
  void runs() {
    PeerBenchmark benchmark = new PeerBenchmark();
    PeerBenchmark.Inference inference = set(new PeerBenchmark.Inference());
    inference.peer = "nd4j";
    inference.open();
    benchmark.forward(inference, new PeerBenchmark.Memory());
    inference.close();
    PeerBenchmark.Training training = set(new PeerBenchmark.Training());
    training.peer = "nd4j";
    training.open();
    assertThat(benchmark.trainStep(training, new PeerBenchmark.Memory())).isPositive();
    // A peer that computes something else is not measured.
    assertThatThrownBy(() -> training.check(Nd4j.scalar(1f)))
        .hasMessageStartingWith("found a loss of ");
    training.close();
  }

  @Test
  void wantsTheThreadsThatOpenMpHas() {
    PeerBenchmark.Inference inference = set(new PeerBenchmark.Inference());
    inference.peer = "nd4j";
    inference.threads++;
    assertThatThrownBy(inference::open)
        .hasMessageContaining("OMP_NUM_THREADS")
        .hasMessageContaining("expected %d threads".formatted(inference.threads));
  }
}
