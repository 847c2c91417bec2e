package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Engines;
import io.fcn4j.models.image.LabelMap;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmarks that no other test runs do what they say, which they check themselves. */
class SingleBenchmarksTest {
  @Test
  void denseAndWindowsMakeAsManyScores() {
    for (DenseBenchmark.Way way : DenseBenchmark.Way.values()) {
      DenseBenchmark benchmark = new DenseBenchmark();
      benchmark.engine = Engines.best().name();
      benchmark.way = way;
      benchmark.open();
      benchmark.forward();
      benchmark.close();
    }
  }

  @Test
  void sizesAreNew() {
    SizeBenchmark benchmark = new SizeBenchmark();
    benchmark.engine = Engines.best().name();
    benchmark.net = "fcn8s-vgg16";
    benchmark.width = "1/16";
    benchmark.size = 64;
    benchmark.open();
    benchmark.next();
    benchmark.newSize();
    benchmark.next();
    benchmark.newSizeTwice();
    benchmark.close();
  }

  @ParameterizedTest
  @EnumSource
  void sessionsComputeTheSameWithAnyThreads(ParallelBenchmark.Way way) throws Exception {
    ParallelBenchmark benchmark = new ParallelBenchmark();
    benchmark.engine = Engines.best().name();
    benchmark.net = "fcn32s-alexnet";
    benchmark.width = "1/16";
    benchmark.size = 32;
    benchmark.threads = 2;
    benchmark.way = way;
    benchmark.open();
    benchmark.forward();
    benchmark.close();
  }

  @Test
  void labelsAreThoseOfNd4jEngine() throws Exception {
    SegmentBenchmark benchmark = new SegmentBenchmark();
    benchmark.engine = Engines.best().name();
    benchmark.net = "fcn8s-vgg16";
    benchmark.width = "1/8";
    benchmark.size = 64;
    benchmark.open();
    LabelMap labels = benchmark.segment();
    assertThat(labels.width()).isEqualTo(64);
    // One class alone would be equal whatever the engine does.
    assertThat(Arrays.stream(labels.counts()).filter(count -> count > 0).count()).isGreaterThan(1);
    benchmark.close();
    byte[] others = labels.toBytes();
    for (int i = 0; i < 64; i++) {
      others[i]++;
    }
    assertThatThrownBy(() -> SegmentBenchmark.compare(LabelMap.of(64, 64, others), labels))
        .hasMessage("found 64 of 4096 labels that are not Nd4jEngine's, expected at most 1%");
  }
}
