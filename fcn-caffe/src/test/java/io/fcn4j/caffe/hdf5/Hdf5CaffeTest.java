package io.fcn4j.caffe.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.CaffeNet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights go from Caffe to us and from us to Caffe. */
class Hdf5CaffeTest {
  /** A shared weight, a layer without parameters, and ranks 1, 2 and 4. */
  private static final String NET =
      """
      layer { name: "data" type: "Input" top: "data"
        input_param { shape { dim: 1 dim: 2 dim: 5 dim: 5 } } }
      layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1" param { name: "w" }
        convolution_param { num_output: 2 kernel_size: 3 pad: 1 weight_filler { type: "xavier" } } }
      layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
      layer { name: "conv2" type: "Convolution" bottom: "conv1" top: "conv2" param { name: "w" }
        convolution_param { num_output: 2 kernel_size: 3 bias_term: false
          weight_filler { type: "xavier" } } }
      layer { name: "fc" type: "InnerProduct" bottom: "conv2" top: "fc"
        inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }
      """;

  private final Path file;

  Hdf5CaffeTest(@TempDir Path folder) {
    file = folder.resolve("net.caffemodel.h5");
  }

  @BeforeEach
  void requireCaffe() {
    CaffeNet.assumeAvailable();
  }

  @Test
  void readsWhatCaffeWrites() {
    try (CaffeNet net = CaffeNet.of(NET, Phase.TEST)) {
      net.param("fc", 1, Nd4j.createFromArray(1f, -2, 3)).writeHdf5(file);
      try (WeightSource source = Hdf5Weights.open(file)) {
        // Caffe leaves the weights of conv2 to conv1, which owns them.
        assertThat(source.shapes())
            .containsOnlyKeys("conv1.0", "conv1.1", "fc.0", "fc.1")
            .containsEntry("conv1.0", Shape.of(2, 2, 3, 3));
        source.shapes().keySet().forEach(key -> assertSame(source.read(key), net, key));
        assertThat(Host.read(source.read("fc.1"))).containsExactly(1, -2, 3);
      }
    }
  }

  @Test
  void caffeReadsWhatWeWrite() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("fc.1", Nd4j.rand(DataType.FLOAT, 3));
    arrays.put("fc.0", Nd4j.rand(DataType.FLOAT, 3, 18));
    arrays.put("conv1.0", Nd4j.rand(DataType.FLOAT, 2, 2, 3, 3));
    arrays.put("conv1.1", Nd4j.rand(DataType.FLOAT, 2));
    // Layers that the net lacks are skipped, as is a group that is no layer.
    arrays.put("inception_3a/1x1.0", Nd4j.rand(DataType.FLOAT, 1, 1));
    for (int i = 0; i < 300; i++) {
      arrays.put("other" + i + ".0", Nd4j.scalar((float) i));
    }
    Hdf5Weights.write(file, arrays);
    try (CaffeNet net = CaffeNet.of(NET, Phase.TEST)) {
      net.readHdf5(file);
      arrays.forEach(
          (key, array) -> {
            if (key.startsWith("conv1") || key.startsWith("fc")) {
              assertSame(array, net, key);
            }
          });
    }
  }

  @Test
  void caffeSkipsALayerWithASlash() {
    String net = NET.replace("\"fc\"", "\"block/fc\"");
    Hdf5Weights.write(file, Map.of("block/fc.1", Nd4j.createFromArray(1f, 2, 3)));
    try (CaffeNet caffe = CaffeNet.of(net, Phase.TEST)) {
      caffe.readHdf5(file);
      assertThat(Host.read(caffe.param("block/fc", 1))).containsOnly(0);
    }
  }

  private static void assertSame(INDArray array, CaffeNet net, String key) {
    int dot = key.lastIndexOf('.');
    INDArray caffe = net.param(key.substring(0, dot), Integer.parseInt(key.substring(dot + 1)));
    assertThat(array.shape()).as(key).isEqualTo(caffe.shape());
    assertThat(Host.read(array)).as(key).isEqualTo(Host.read(caffe));
  }
}
