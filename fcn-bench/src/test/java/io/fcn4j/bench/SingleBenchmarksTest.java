package io.fcn4j.bench;

import io.fcn4j.core.Engines;
import org.junit.jupiter.api.Test;

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
}
