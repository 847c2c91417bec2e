package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Npy;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.layers.caffe.CaffeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights that go from here to Caffe and back. */
class CaffeModelTest {
  private static final String NET =
      """
      name: 'net'
      layer { name: 'data' type: 'Input' top: 'data' input_param { shape { dim: 2 dim: 3 dim: 5 dim: 6 } } }
      layer { name: 'conv/a' type: 'Convolution' bottom: 'data' top: 'conv'
        param { name: 'shared' } convolution_param { num_output: 3 kernel_size: 3 pad: 1
        weight_filler { type: 'xavier' } bias_filler { value: 0.5 } } }
      layer { name: 'conv/b' type: 'Convolution' bottom: 'conv' top: 'conv2'
        param { name: 'shared' } convolution_param { num_output: 3 kernel_size: 3 pad: 1
        bias_term: false weight_filler { type: 'xavier' } } }
      layer { name: 'norm' type: 'BatchNorm' bottom: 'conv2' top: 'conv2' }
      layer { name: 'scale' type: 'Scale' bottom: 'conv2' top: 'y' scale_param { axis: 0 num_axes: 0 } }
      """;

  @TempDir private Path folder;

  private Path prototxt() throws IOException {
    return Files.writeString(folder.resolve("net.prototxt"), NET);
  }

  private static Map<String, INDArray> readAll(Path file) {
    try (CaffeModel model = CaffeModel.open(file)) {
      return model.readAll();
    }
  }

  @Test
  void caffeLoadsWhatIsWrittenHere() throws IOException {
    Net net = Prototxt.read(prototxt(), Phase.TEST).build(3);
    net.params().get("norm.2").array().assign(1f);
    net.params().get("norm.1").array().assign(2f);
    Path copy = folder.resolve("copy.prototxt");
    Path weights = folder.resolve("copy.caffemodel");
    Caffe.write(net, copy, weights);
    try (CaffeNet caffe = CaffeNet.of(Files.readString(copy), Phase.TEST)) {
      caffe.readWeights(weights);
      new NetComparison(net, caffe).random("data", Shape.of(2, 3, 5, 6), -1, 1).forward(Phase.TEST);
      for (String key : net.params().asSource().shapes().keySet()) {
        int dot = key.lastIndexOf('.');
        assertThat(caffe.param(key.substring(0, dot), Integer.parseInt(key.substring(dot + 1))))
            .isEqualTo(net.params().get(key).array());
      }
    }
  }

  @Test
  void whatCaffeWritesLoadsHere() throws IOException {
    Path weights = folder.resolve("net.caffemodel");
    try (CaffeNet caffe = CaffeNet.of(NET, Phase.TEST)) {
      caffe.writeWeights(weights);
      Net net = Prototxt.read(prototxt(), Phase.TEST).withWeights(weights);
      assertThat(net.params().get("conv/a.0").array()).isEqualTo(caffe.param("conv/a", 0));
      assertThat(net.params().get("conv/a.1").array()).isEqualTo(caffe.param("conv/a", 1));
      new NetComparison(net, caffe).random("data", Shape.of(2, 3, 5, 6), -1, 1).forward(Phase.TEST);
    }
  }

  @Test
  void arraysComeBackAsTheyWere() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("a.0", Nd4j.rand(3, 2, 5));
    arrays.put("b/c.d.0", Nd4j.scalar(4f));
    arrays.put("b/c.d.1", Nd4j.arange(300_000).castTo(DataType.FLOAT));
    Path file = folder.resolve("bare.caffemodel");
    try (WeightSource source = WeightSource.of(arrays)) {
      CaffeModel.write(file, source);
    }
    assertThat(readAll(file)).isEqualTo(arrays);
    try (CaffeModel model = CaffeModel.open(file)) {
      assertThat(model.layers()).containsExactly("a", "b/c.d");
      assertThat(model.describe()).isEqualTo(file + " (caffemodel)");
    }
  }

  @Test
  void namesAreLayerAndIndex() {
    Path file = folder.resolve("bare.caffemodel");
    assertThatThrownBy(() -> CaffeModel.write(file, WeightSource.of(Map.of("a", Nd4j.scalar(1f)))))
        .isInstanceOf(FcnException.class)
        .hasMessage("array 'a': expected a name LAYER.INDEX, such as conv1_1.0, for a Caffe model");
    assertThatThrownBy(
            () -> CaffeModel.write(file, WeightSource.of(Map.of("a.1", Nd4j.scalar(1f)))))
        .hasMessage("layer 'a': found arrays [a.1], expected a.0 and so on without a gap");
    assertThat(file).doesNotExist();
  }

  @Test
  void meanImages() {
    Path file = folder.resolve("mean.binaryproto");
    INDArray mean = Nd4j.rand(1, 3, 4, 5);
    MeanImage.write(file, mean);
    assertThat(MeanImage.read(file)).isEqualTo(mean);
    INDArray ilsvrc = MeanImage.read(SharedData.path("ilsvrc/imagenet_mean.binaryproto"));
    assertThat(Shape.of(ilsvrc.shape())).isEqualTo(Shape.of(1, 3, 256, 256));
    INDArray same = Npy.read(SharedData.path("ilsvrc/ilsvrc_2012_mean.npy"));
    assertThat(ilsvrc.reshape(3, 256, 256)).isEqualTo(same);
  }

  @Test
  void solverStates() {
    Path file = folder.resolve("net.solverstate");
    CaffeState state = new CaffeState(12, "net_iter_12.caffemodel", 2, List.of(Nd4j.rand(2, 3)));
    state.write(file);
    assertThat(CaffeState.read(file)).isEqualTo(state);
  }
}
