package io.fcn4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Filler;
import io.fcn4j.core.MemoryException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What sessions promise of whole nets: the same bits in every thread, and flat memory. */
class SessionsTest {
  private static final long MB = 1 << 20;

  static Net net() {
    Net net = ModelName.parse("fcn8s-vgg16:width=1/16,padding=low").fcn(true).classes(5).build();
    for (String layer : List.of("score_fr.0", "score_pool4.0", "score_pool3.0")) {
      new Filler.Gaussian(0, 0.1f).fill(net.params().get(layer).array(), CounterRandom.seeded(2));
    }
    return net;
  }

  static INDArray image(int height, int width, long seed) {
    INDArray image = Nd4j.create(DataType.FLOAT, 1, 3, height, width);
    new Filler.Uniform(-100, 100).fill(image, CounterRandom.seeded(seed));
    return image;
  }

  private static List<INDArray> scores(Net net, List<INDArray> images) {
    List<INDArray> scores = new ArrayList<>();
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      images.forEach(image -> scores.add(session.forward(Map.of("data", image)).get("score")));
    }
    return scores;
  }

  @Test
  void twoThreadsGiveTheBitsOfOne() throws Exception {
    Net net = net();
    List<INDArray> images = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      images.add(image(48 + 16 * (i % 3), 64, i));
    }
    List<INDArray> expected = scores(net, images);
    CountDownLatch start = new CountDownLatch(2);
    Callable<List<INDArray>> task =
        () -> {
          start.countDown();
          start.await();
          return scores(net, images);
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<List<INDArray>> result : threads.invokeAll(List.of(task, task))) {
        for (int i = 0; i < images.size(); i++) {
          assertThat(bits(result.get().get(i))).isEqualTo(bits(expected.get(i)));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int[] bits(INDArray array) {
    float[] values = array.data().asFloat();
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /**
   * Images of more sizes than plans are kept for, again and again: memory stays what it was. In a
   * JVM of its own whose heap is all touched at the start, so that resident memory is native.
   */
  @Test
  void memoryStaysFlat() throws Exception {
    assumeThat(Path.of("/proc/self/status")).as("resident memory is read from /proc").exists();
    List<String> touchedHeap = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch");
    assertThat(OwnJvm.number("grown", ManyForwards.class, touchedHeap)).isLessThan(32 * MB);
  }

  @Test
  void outOfMemoryNamesTheLargestBuffers() {
    Net net = net();
    try (Session session = Engines.nd4j().open(net, Phase.TRAIN)) {
      assertThatThrownBy(
              () -> session.forward(Map.of("data", virtual(Shape.of(1, 3, 60_000, 60_000)))))
          .isInstanceOf(MemoryException.class)
          .hasMessageContaining("out of memory: the plan needs")
          .hasMessageContaining("conv1_1")
          .hasMessageContaining("smaller input");
    }
  }

  @Test
  void aSessionSurvivesARefusedInput() {
    Net net = net();
    INDArray image = image(48, 64, 1);
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      INDArray before = session.forward(Map.of("data", image)).get("score");
      assertThatThrownBy(
              () -> session.forward(Map.of("data", virtual(Shape.of(1, 3, 60_000, 60_000)))))
          .isInstanceOf(MemoryException.class);
      INDArray after = session.forward(Map.of("data", image)).get("score");
      assertThat(bits(after)).isEqualTo(bits(before));
    }
  }

  /** An array of a shape without the memory behind it: all strides are zero. */
  private static INDArray virtual(Shape shape) {
    INDArray one = Nd4j.zeros(DataType.FLOAT, 1);
    return Nd4j.create(one.data(), shape.dims(), new long[shape.rank()], 0, 'c', DataType.FLOAT);
  }
}
