package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Graph;
import io.fcn4j.core.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same net as it was written in 2013, early 2014 and since then. */
class AgesTest {
  private static final String V0 =
      """
      name: 'net'
      layers { layer { name: 'data' type: 'data' source: 'db' batchsize: 8 cropsize: 20 mirror: true }
        top: 'data' top: 'label' }
      layers { layer { name: 'pad' type: 'padding' pad: 2 } bottom: 'data' top: 'pad' }
      layers { layer { name: 'conv' type: 'conv' num_output: 4 kernelsize: 5 stride: 2 group: 1
        biasterm: true weight_filler { type: 'gaussian' std: 0.01 } bias_filler { value: 0.5 }
        blobs_lr: 1 blobs_lr: 2 weight_decay: 1 weight_decay: 0 } bottom: 'pad' top: 'conv' }
      layers { layer { name: 'relu' type: 'relu' } bottom: 'conv' top: 'conv' }
      layers { layer { name: 'pool' type: 'pool' pool: MAX kernelsize: 3 stride: 2 } bottom: 'conv'
        top: 'pool' }
      layers { layer { name: 'norm' type: 'lrn' local_size: 3 alpha: 0.1 beta: 0.5 } bottom: 'pool'
        top: 'norm' }
      layers { layer { name: 'drop' type: 'dropout' dropout_ratio: 0.25 } bottom: 'norm' top: 'norm' }
      layers { layer { name: 'fc' type: 'innerproduct' num_output: 10 } bottom: 'norm' top: 'fc' }
      layers { layer { name: 'loss' type: 'softmax_loss' } bottom: 'fc' bottom: 'label' }
      """;

  private static final String V1 =
      """
      name: 'net'
      layers { name: 'data' type: DATA top: 'data' top: 'label'
        data_param { source: 'db' batch_size: 8 crop_size: 20 mirror: true } }
      layers { name: 'conv' type: CONVOLUTION bottom: 'data' top: 'conv' blobs_lr: 1 blobs_lr: 2
        weight_decay: 1 weight_decay: 0 convolution_param { num_output: 4 pad: 2 kernel_size: 5
        stride: 2 weight_filler { type: 'gaussian' std: 0.01 } bias_filler { value: 0.5 } } }
      layers { name: 'relu' type: RELU bottom: 'conv' top: 'conv' }
      layers { name: 'pool' type: POOLING bottom: 'conv' top: 'pool'
        pooling_param { pool: MAX kernel_size: 3 stride: 2 } }
      layers { name: 'norm' type: LRN bottom: 'pool' top: 'norm'
        lrn_param { local_size: 3 alpha: 0.1 beta: 0.5 } }
      layers { name: 'drop' type: DROPOUT bottom: 'norm' top: 'norm'
        dropout_param { dropout_ratio: 0.25 } }
      layers { name: 'fc' type: INNER_PRODUCT bottom: 'norm' top: 'fc'
        inner_product_param { num_output: 10 } }
      layers { name: 'loss' type: SOFTMAX_LOSS bottom: 'fc' bottom: 'label' }
      """;

  private static final String V2 =
      """
      name: 'net'
      layer { name: 'data' type: 'Data' top: 'data' top: 'label'
        transform_param { crop_size: 20 mirror: true } data_param { source: 'db' batch_size: 8 } }
      layer { name: 'conv' type: 'Convolution' bottom: 'data' top: 'conv'
        param { lr_mult: 1 decay_mult: 1 } param { lr_mult: 2 decay_mult: 0 }
        convolution_param { num_output: 4 pad: 2 kernel_size: 5 stride: 2
          weight_filler { type: 'gaussian' std: 0.01 } bias_filler { value: 0.5 } } }
      layer { name: 'relu' type: 'ReLU' bottom: 'conv' top: 'conv' }
      layer { name: 'pool' type: 'Pooling' bottom: 'conv' top: 'pool'
        pooling_param { pool: MAX kernel_size: 3 stride: 2 } }
      layer { name: 'norm' type: 'LRN' bottom: 'pool' top: 'norm'
        lrn_param { local_size: 3 alpha: 0.1 beta: 0.5 } }
      layer { name: 'drop' type: 'Dropout' bottom: 'norm' top: 'norm'
        dropout_param { dropout_ratio: 0.25 } }
      layer { name: 'fc' type: 'InnerProduct' bottom: 'norm' top: 'fc'
        inner_product_param { num_output: 10 } }
      layer { name: 'loss' type: 'SoftmaxWithLoss' bottom: 'fc' bottom: 'label' }
      """;

  @TempDir private Path folder;

  private Graph graph(String prototxt) throws IOException {
    Path file = Files.writeString(folder.resolve("net.prototxt"), prototxt);
    return Prototxt.read(file, Phase.TRAIN).graph();
  }

  private static void assertEqual(Graph found, Graph expected) {
    assertThat(found.name()).isEqualTo(expected.name());
    assertThat(found.inputs()).isEqualTo(expected.inputs());
    assertThat(found.nodes()).isEqualTo(expected.nodes());
  }

  @Test
  void areOneGraph() throws IOException {
    assertEqual(graph(V0), graph(V2));
    assertEqual(graph(V1), graph(V2));
  }

  @Test
  void caffeNetOf2014IsThatOf2017() {
    Graph old =
        Prototxt.read(
                SharedData.path("caffe-prototxt/rc/models/bvlc_reference_caffenet/deploy.prototxt"),
                Phase.TEST)
            .graph();
    Path file =
        SharedData.path("caffe-prototxt/1.0/models/bvlc_reference_caffenet/deploy.prototxt");
    assertEqual(old, Prototxt.read(file, Phase.TEST).graph());
  }

  private static String withoutName(String net) {
    return net.replaceFirst("name: 'net'\n", "");
  }

  @Test
  void doNotMix() throws IOException {
    assertThatThrownBy(() -> graph(V2 + withoutName(V1)))
        .isInstanceOf(PrototxtException.class)
        .hasMessage(
            folder.resolve("net.prototxt")
                + ":18: found 'layers' (before 2014) beside 'layer', expected one form in a file;"
                + " Caffe refuses such a net too");
    assertThatThrownBy(() -> graph(V0 + withoutName(V1)))
        .hasMessageContaining(":16: found a layer of 2014 among layers of 2013");
  }

  @Test
  void refuseWhat2013DidNotKnow() throws IOException {
    assertThatThrownBy(() -> graph("layers { layer { name: 'c' type: 'convolve' } }"))
        .hasMessageContaining(
            ":1: layer 'c': unknown type 'convolve' of a net of 2013; nearest: conv,");
    assertThatThrownBy(() -> graph("layers { layer { name: 'r' type: 'relu' kernelsize: 3 } }"))
        .hasMessageContaining(":1: layer 'r': type relu has no setting 'kernelsize'");
    assertThatThrownBy(
            () ->
                graph(
                    """
                    layers { layer { name: 'p' type: 'padding' pad: 2 } bottom: 'x' top: 'p' }
                    layers { layer { name: 'r' type: 'relu' } bottom: 'p' top: 'r' }
                    """))
        .hasMessageContaining(
            ":2: layer 'r' (relu) reads a padding layer, 'p', which only conv and pool can");
  }
}
