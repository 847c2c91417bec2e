package io.fcn4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FCN-8s-VGG16 at its full width: 134 M parameters, 0.54 GB. */
@Tag("slow")
class FullNetMemoryTest {
  private static final String MODEL = "fcn8s-vgg16";

  /** Loads the weights and scores an image of 500 x 500, in a process of its own. */
  static final class Inference {
    private Inference() {}

    public static void main(String[] args) throws IOException {
      Net net = ModelName.parse(MODEL).fcn(false).classes(21).build();
      try (WeightSource weights = SafeTensors.open(Path.of(args[0]))) {
        net.params().load(weights);
      }
      try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
        for (int i = 0; i < 3; i++) {
          session.forward(Map.of("data", SessionsTest.image(500, 500, i))).views();
        }
      }
      System.out.println("peak " + OwnJvm.statusBytes("VmHWM"));
    }
  }

  @Test
  void inferenceStaysUnder1600Megabytes(@TempDir Path folder) throws Exception {
    assumeThat(Path.of("/proc/self/status")).as("resident memory is read from /proc").exists();
    Path file = folder.resolve("weights.safetensors");
    ModelName.parse(MODEL).fcn(true).classes(21).build().params().save(file, Map.of());
    long peak = OwnJvm.number("peak", Inference.class, List.of("-Xmx512m"), file.toString());
    assertThat(peak).isLessThan(1_600_000_000L);
  }
}
