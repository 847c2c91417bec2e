package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Engines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetBenchmarkTest {
  /** What JMH does in a fork, for one net of each backbone and each stride. */
  @ParameterizedTest
  @ValueSource(strings = {"fcn8s-vgg16", "fcn16s-alexnet", "fcn32s-googlenet"})
  void runs(String net) {
    NetBenchmark benchmark = new NetBenchmark();
    NetBenchmark.Shared shared = new NetBenchmark.Shared();
    shared.net = net;
    shared.width = "1/16";
    shared.engine = Engines.best().name();
    shared.size = 32;
    shared.build();
    NetBenchmark.Inference inference = new NetBenchmark.Inference();
    inference.open(shared);
    assertThat(benchmark.forward(shared, inference).views()).containsKey("score");
    inference.check(shared);
    NetBenchmark.Training training = new NetBenchmark.Training();
    training.open(shared);
    assertThat(benchmark.trainStep(shared, training)).isPositive();
    training.check(shared);
  }
}
