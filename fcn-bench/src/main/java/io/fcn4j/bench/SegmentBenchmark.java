package io.fcn4j.bench;

import io.fcn4j.bench.peer.TemporaryFolder;
import io.fcn4j.core.Engine;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.models.Segmenter;
import io.fcn4j.models.image.Images;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Images per second from a JPEG file to its label map, as users do it: decoded, brought into the
 * net's form, run, and the class of every pixel taken. The labels are compared with those of
 * Nd4jEngine first. {@code -t 2} asks one segmenter from two threads.
 */
@State(Scope.Benchmark)
public class SegmentBenchmark extends Throughput {
  /** Pixels whose best two classes are as good as equal may differ. */
  private static final double DIFFERING = 0.01;

  @Param({"onednn", "nd4j"})
  String engine;

  @Param("fcn8s-vgg16")
  String net;

  @Param("1/8")
  String width;

  @Param({"64", "128"})
  int size;

  private TemporaryFolder folder;
  private Path file;
  private Segmenter segmenter;

  @Setup
  public void open() throws IOException {
    Net model = new Workload(net, width, size).build();
    folder = new TemporaryFolder();
    file = folder.path().resolve("image.jpg");
    ImageIO.write(waves(size).toBufferedImage(), "jpg", file.toFile());
    segmenter = segmenter(model, Engines.named(engine));
    try (Segmenter reference = segmenter(model, Engines.nd4j())) {
      compare(segment(), reference.segment(Images.read(file)).labels());
    }
  }

  private static Segmenter segmenter(Net model, Engine engine) {
    return Segmenter.of(model).engine(engine).open();
  }

  /** What compresses about as well as a photograph. */
  private static RgbImage waves(int size) {
    byte[] samples = new byte[3 * size * size];
    for (int i = 0; i < samples.length; i++) {
      int x = i / 3 % size;
      int y = i / 3 / size;
      samples[i] = (byte) (128 + 60 * Math.sin(x / (3.0 + i % 3)) + 60 * Math.sin(x * y / 200.0));
    }
    return RgbImage.of(size, size, samples);
  }

  static void compare(LabelMap found, LabelMap expected) {
    byte[] ours = found.toBytes();
    byte[] theirs = expected.toBytes();
    Check.that(
        ours.length == theirs.length,
        "found %d labels, expected %d".formatted(ours.length, theirs.length));
    int differing = 0;
    for (int i = 0; i < ours.length; i++) {
      differing += ours[i] == theirs[i] ? 0 : 1;
    }
    Check.that(
        differing <= DIFFERING * ours.length,
        "found %d of %d labels that are not Nd4jEngine's, expected at most %.0f%%"
            .formatted(differing, ours.length, 100 * DIFFERING));
  }

  @TearDown
  public void close() {
    segmenter.close();
    folder.close();
  }

  @Benchmark
  public LabelMap segment() {
    return segmenter.segment(Images.read(file)).labels();
  }
}
