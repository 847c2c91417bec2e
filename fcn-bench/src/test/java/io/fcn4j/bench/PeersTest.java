package io.fcn4j.bench;

import static io.fcn4j.layers.Layers.deconv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.bench.peer.Floats;
import io.fcn4j.bench.peer.Job;
import io.fcn4j.bench.peer.NetFiles;
import io.fcn4j.bench.peer.Peer;
import io.fcn4j.bench.peer.PeerKind;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Phase;
import io.fcn4j.layers.Deconvolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class PeersTest {
  private static final List<String> NETS =
      List.of("fcn8s-vgg16", "fcn8s-alexnet", "fcn8s-googlenet");
  // Large enough for three steps to change the loss, so that an update that is wrong shows.
  private static final double RATE = 1e-5;

  static Stream<Arguments> peersAndNets() {
    return Arrays.stream(PeerKind.values())
        .filter(kind -> kind != PeerKind.ND4J)
        .flatMap(kind -> NETS.stream().map(net -> Arguments.of(kind, net)));
  }

  @ParameterizedTest
  @MethodSource("peersAndNets")
  void scoresAreThoseOfNd4jEngine(PeerKind kind, String net) {
    assumeRuns(kind);
    Workload workload = new Workload(net, "1/8", 64);
    Check.agree(
        scores(kind, workload.build(), workload),
        scores(PeerKind.ND4J, workload.build(), workload),
        kind == PeerKind.ONEDNN_BF16 ? kind.tolerance() : 1e-4);
  }

  @Test
  void whatCannotBeIsSaid() {
    assumeRuns(PeerKind.PYTORCH);
    Workload workload = new Workload(NETS.get(0), "1/8", 32);
    Job job = job(workload, Phase.TEST);
    assertThatThrownBy(() -> PeerKind.PYTORCH.open(new NetFiles(Path.of("none")), job))
        .hasMessage("pytorch: found files, expected a net; only Python writes files of PyTorch");
    assertThatThrownBy(
            () -> PeerKind.ONNXRUNTIME.open(workload.build(), job(workload, Phase.TRAIN)))
        .hasMessage("onnxruntime: found a job in TRAIN, expected TEST; it does not train");
  }

  /** Bilinear weights, as the nets have them, look the same from all sides. */
  @ParameterizedTest
  @EnumSource
  void deconvolutionsOfRandomWeightsAreThoseOfNd4jEngine(PeerKind kind) {
    assumeRuns(kind);
    for (Deconvolution layer :
        List.of(
            deconv(5).kernel(4).stride(2),
            deconv(5).kernel(7).stride(4).pad(2),
            deconv(2).kernel(3).stride(3))) {
      NetBuilder b = NetBuilder.named("deconvolution");
      b.output(
          b.add("score", layer.filler(new Filler.Uniform(-1, 1)).noBias(), b.input("data", 3)));
      Workload image = new Workload("deconvolution", "1", 9);
      Check.agree(scores(kind, b.build(1), image), scores(PeerKind.ND4J, b.build(1), image), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("peersAndNets")
  void lossesOfThreeStepsAreThoseOfNd4jEngine(PeerKind kind, String net) {
    assumeRuns(kind);
    Assumptions.assumeTrue(kind.trains(), () -> kind.label() + " does not train");
    Workload workload = new Workload(net, "1/8", 64);
    List<Double> expected = losses(PeerKind.ND4J, workload);
    assertThat(expected.get(2)).isNotCloseTo(expected.get(0), within(0.01 * expected.get(0)));
    List<Double> found = losses(kind, workload);
    for (int step = 0; step < expected.size(); step++) {
      double should = expected.get(step);
      assertThat(found.get(step)).as("step %d", step).isCloseTo(should, within(1e-3 * should));
    }
  }

  private static void assumeRuns(PeerKind kind) {
    kind.obstacle().ifPresent(why -> Assumptions.abort(why));
  }

  private static INDArray scores(PeerKind kind, Net net, Workload workload) {
    try (Peer peer = kind.open(net, job(workload, Phase.TEST))) {
      // Twice: buffers that are used again must not matter.
      peer.forward(Floats.of(workload.image(), i -> i % 100));
      peer.forward(workload.pixels());
      return peer.score();
    }
  }

  private static List<Double> losses(PeerKind kind, Workload workload) {
    List<Double> losses = new ArrayList<>();
    try (Peer peer = kind.open(workload.build(), job(workload, Phase.TRAIN))) {
      for (int step = 0; step < 3; step++) {
        losses.add(peer.trainStep(workload.pixels(), workload.labels()));
      }
    }
    return losses;
  }

  private static Job job(Workload workload, Phase phase) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new Job(workload.image(), phase, threads, RATE);
  }
}
