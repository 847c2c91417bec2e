package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.caffe.CaffeModel;
import io.fcn4j.caffe.Prototxt;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Engines;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Graph;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Net;
import io.fcn4j.core.Node;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.InnerProduct;
import io.fcn4j.models.AlexNet;
import io.fcn4j.models.Backbone;
import io.fcn4j.models.GoogLeNet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The backbones are the published nets: the same layers, and the same scores of real weights. */
class BackbonesAgainstCaffeTest {
  private static Path shared(String name) {
    Path path = Path.of("../../shared/data").resolve(name);
    Assumptions.assumeTrue(Files.exists(path), () -> path + " is not there; this test needs it");
    return path;
  }

  /** Every layer by its name, without what its parameters begin as. */
  private static Map<String, Layer> layers(Graph graph) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Layer layer = node.layer();
      if (layer instanceof Convolution convolution) {
        layer = convolution.zeros().biasFiller(Filler.zeros()).frozen();
      } else if (layer instanceof InnerProduct product) {
        layer = product.zeros().biasFiller(Filler.zeros()).frozen();
      }
      layers.put(node.name(), layer);
    }
    return layers;
  }

  private static void hasTheLayersOf(Path prototxt, Backbone backbone) {
    Map<String, Layer> published = layers(Prototxt.read(prototxt, Phase.TEST).graph());
    // Scores are left as they are, for a loss to take.
    published.keySet().removeAll(Set.of("prob"));
    assertThat(layers(backbone.classifier(1000).graph())).containsAllEntriesOf(published);
  }

  @Test
  void googLeNetHasThePublishedLayers() {
    hasTheLayersOf(shared("googlenet/deploy.prototxt"), GoogLeNet.backbone());
  }

  /** The order of pooling and normalization is CaffeNet's, as in the FCN repository. */
  @Test
  void alexNetHasThePublishedLayers() {
    hasTheLayersOf(
        shared("caffe-prototxt/1.0/models/bvlc_reference_caffenet/deploy.prototxt"),
        AlexNet.backbone());
  }

  @Test
  void googLeNetScoresAsThePublishedNet() {
    Path weights = shared("googlenet/bvlc_googlenet.caffemodel");
    Net ours = GoogLeNet.backbone().classifier(1000);
    try (CaffeModel model = CaffeModel.open(weights)) {
      ours.params().load(model);
    }
    Net published =
        Prototxt.read(shared("googlenet/deploy.prototxt"), Phase.TEST).withWeights(weights);
    INDArray image = Nd4j.create(DataType.FLOAT, 1, 3, 224, 224);
    new Filler.Uniform(-120, 140).fill(image, CounterRandom.seeded(1));
    String scores = "loss3/classifier";
    try (Session one = Engines.nd4j().open(ours, Phase.TEST);
        Session other =
            Engines.nd4j().open(published, Phase.TEST, SessionOptions.DEFAULT.keep(scores))) {
      assertThat(Host.read(one.forward(Map.of("data", image)).get(scores)))
          .isEqualTo(Host.read(other.forward(Map.of("data", image)).get(scores)));
    }
  }
}
