package io.fcn4j.caffe;

import io.fcn4j.core.Engines;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Session;
import io.fcn4j.core.io.Npy;
import io.fcn4j.layers.caffe.Agreement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single layers with weights, inputs and outputs that Caffe stored. */
class StoredLayersTest {
  @ParameterizedTest
  @ValueSource(strings = {"convolution", "inner_product", "lrn_channels", "pooling_max", "softmax"})
  void reproduces(String name) {
    Path folder = SharedData.path("caffe-layers");
    Prototxt file = Prototxt.read(folder.resolve("layer_" + name + ".prototxt"), Phase.TEST);
    Path weights = folder.resolve("layer_" + name + ".caffemodel");
    Net net = Files.exists(weights) ? file.withWeights(weights) : file.build(0);
    try (Session session = Engines.nd4j().open(net, Phase.TEST)) {
      Agreement.require(
          name,
          session.forward(Map.of("input", Npy.read(folder.resolve("blob.npy")))).get("output"),
          Npy.read(folder.resolve("layer_" + name + ".npy")),
          1e-5);
    }
  }
}
