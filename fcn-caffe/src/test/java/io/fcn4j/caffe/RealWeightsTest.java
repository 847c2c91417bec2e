package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.CaffeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Published weights on real photographs. */
class RealWeightsTest {
  private static final String GOOGLENET = "googlenet/bvlc_googlenet.caffemodel";
  private static final String SQUEEZENET = "squeezenet/squeezenet_v1.1.caffemodel";

  private static Net net(String weights) {
    Path file = SharedData.path(weights);
    return Prototxt.read(file.resolveSibling("deploy.prototxt"), Phase.TEST).withWeights(file);
  }

  private static INDArray photo(String name, int size) throws IOException {
    return Photo.blob(
        SharedData.path("ilsvrc/" + name),
        SharedData.path("ilsvrc/imagenet_mean.binaryproto"),
        size);
  }

  /** The names of the classes with the highest scores, best first. */
  private static List<String> best(Net net, INDArray photo, int count) throws IOException {
    List<String> names = Files.readAllLines(SharedData.path("ilsvrc/synset_words.txt"));
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      float[] scores = Host.read(session.forward(Map.of("data", photo)).get("prob"));
      return IntStream.range(0, scores.length)
          .boxed()
          .sorted(Comparator.comparing(i -> -scores[i]))
          .limit(count)
          .map(i -> names.get(i).substring("n01440764 ".length()))
          .toList();
    }
  }

  @Test
  void googLeNetKnowsTheCat() throws IOException {
    assertThat(best(net(GOOGLENET), photo("cat.jpg", 224), 3))
        .containsExactly("tiger cat", "tabby, tabby cat", "Egyptian cat");
  }

  @Test
  void squeezeNetKnowsTheCat() throws IOException {
    assertThat(best(net(SQUEEZENET), photo("cat.jpg", 227), 2))
        .containsExactly("tabby, tabby cat", "tiger cat");
  }

  /** A fish on a bicycle is no class; its wheels are. */
  @Test
  void bothSeeWheels() throws IOException {
    assertThat(best(net(GOOGLENET), photo("fish-bike.jpg", 224), 2))
        .contains("tricycle, trike, velocipede");
    assertThat(best(net(SQUEEZENET), photo("fish-bike.jpg", 227), 1))
        .containsExactly("tricycle, trike, velocipede");
  }

  @Test
  void everyBlobOfGoogLeNetIsCaffes() throws IOException {
    everyBlobIsCaffes(GOOGLENET, 224);
  }

  @Test
  void everyBlobOfSqueezeNetIsCaffes() throws IOException {
    everyBlobIsCaffes(SQUEEZENET, 227);
  }

  private static void everyBlobIsCaffes(String weights, int size) throws IOException {
    Path file = SharedData.path(weights);
    BesideCaffe files =
        BesideCaffe.of(file.resolveSibling("deploy.prototxt"), Phase.TEST)
            .input("data", Shape.of(1, 3, size, size));
    try (CaffeNet caffe = files.caffe()) {
      caffe.readWeights(file);
      new NetComparison(files.ours().withWeights(file), caffe)
          .input("data", photo("cat.jpg", size))
          .forward(Phase.TEST);
    }
  }

  /** In the format of early 2014, as the training program of then wrote it. */
  @Test
  void aSnapshotOf2014Runs() {
    Path file = SharedData.path("caffe-snapshots/cifar10_quick_iter_4000");
    BesideCaffe files =
        BesideCaffe.of(file.resolveSibling("cifar10_quick.prototxt"), Phase.TEST)
            .input("data", Shape.of(2, 3, 32, 32));
    try (CaffeNet caffe = files.caffe()) {
      caffe.readWeights(file);
      new NetComparison(files.ours().withWeights(file), caffe)
          .random("data", Shape.of(2, 3, 32, 32), -100, 100)
          .forward(Phase.TEST);
    }
  }
}
