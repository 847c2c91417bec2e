package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Shape;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights of VGG16's size pass through a heap of half of their size. */
@Tag("slow")
class LargeModelTest {
  private static final String HEAP = "-Xmx256m";

  @TempDir private Path folder;

  @Test
  void isWrittenAndLoadedInASmallHeap() throws IOException, InterruptedException {
    Path file = folder.resolve("vgg16.caffemodel");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-Dorg.bytedeco.javacpp.maxbytes=0");
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.add("-cp");
    String own = System.getProperty("java.class.path");
    command.add(System.getProperty("surefire.test.class.path", own));
    command.add(RoundTrip.class.getName());
    command.add(file.toString());
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.size(file)).isBetween(553_000_000L, 554_000_000L);
  }

  /** Writes a file, reads it, and fails unless all values are those written. */
  static final class RoundTrip {
    private static final int[][] STAGES = {
      {64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}
    };

    private RoundTrip() {}

    public static void main(String[] arguments) {
      Path file = Path.of(arguments[0]);
      CaffeModel.write(file, new Constants());
      long count = 0;
      try (CaffeModel model = CaffeModel.open(file)) {
        for (Map.Entry<String, Shape> array : model.shapes().entrySet()) {
          try (INDArray values = model.read(array.getKey())) {
            assertThat(values.minNumber().floatValue()).isEqualTo(Constants.of(array.getValue()));
            assertThat(values.maxNumber().floatValue()).isEqualTo(Constants.of(array.getValue()));
            count += values.length();
          }
        }
      }
      assertThat(count).isEqualTo(138_357_544);
    }

    private static Map<String, Shape> shapes() {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      long channels = 3;
      for (int stage = 0; stage < STAGES.length; stage++) {
        for (int i = 0; i < STAGES[stage].length; i++) {
          String name = "conv" + (stage + 1) + "_" + (i + 1);
          shapes.put(name + ".0", Shape.of(STAGES[stage][i], channels, 3, 3));
          shapes.put(name + ".1", Shape.of(STAGES[stage][i]));
          channels = STAGES[stage][i];
        }
      }
      long[] lengths = {25088, 4096, 4096, 1000};
      for (int i = 1; i < lengths.length; i++) {
        shapes.put("fc" + (i + 5) + ".0", Shape.of(lengths[i], lengths[i - 1]));
        shapes.put("fc" + (i + 5) + ".1", Shape.of(lengths[i]));
      }
      return shapes;
    }
  }

  /** VGG16's arrays, each of one value, made when they are read. */
  private static final class Constants implements WeightSource {
    private final Map<String, Shape> shapes = RoundTrip.shapes();

    static float of(Shape shape) {
      return shape.dim(0) + 0.5f;
    }

    @Override
    public Map<String, Shape> shapes() {
      return shapes;
    }

    @Override
    public void read(String name, INDArray target) {
      target.assign(of(shape(name)));
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    public String describe() {
      return "constants of VGG16's shapes";
    }

    @Override
    public void close() {}
  }
}
