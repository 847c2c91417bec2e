package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.caffe.layer.Codecs;
import io.fcn4j.core.Net;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.caffe.CaffeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type of layer with its settings, as Caffe understands them: read from a prototxt, and read
 * from the prototxt that we write of it.
 */
class EveryLayerTest {
  private static final Shape IMAGE = Shape.of(2, 4, 6, 7);
  private static final Shape LABELS = Shape.of(2, 1, 6, 7);

  @TempDir private Path folder;

  /** One layer on bottoms x0, x1, ...; labels of so many classes are whole numbers. */
  private record Case(String layer, int tops, List<Input> bottoms) {
    static Case of(String layer, Shape... bottoms) {
      return new Case(layer, 1, Stream.of(bottoms).map(Input::new).toList());
    }

    Case tops(int count) {
      return new Case(layer, count, bottoms);
    }

    Case labels(Shape shape, int classes) {
      List<Input> more = new ArrayList<>(bottoms);
      more.add(new Input(shape, classes, 0, 0));
      return new Case(layer, tops, more);
    }

    Case in(float min, float max) {
      return new Case(
          layer,
          tops,
          bottoms.stream().map(input -> new Input(input.shape, input.classes, min, max)).toList());
    }

    String type() {
      return layer.replaceAll("(?s).*?type: '(\\w+)'.*", "$1");
    }

    String prototxt() {
      StringBuilder text = new StringBuilder();
      StringBuilder fields = new StringBuilder();
      for (int i = 0; i < bottoms.size(); i++) {
        String dims =
            Arrays.stream(bottoms.get(i).shape.dims())
                .mapToObj(dim -> "dim: " + dim)
                .collect(Collectors.joining(" "));
        text.append(
            "layer { name: 'x%d' type: 'Input' top: 'x%d' input_param { shape { %s } } }%n"
                .formatted(i, i, dims));
        fields.append("bottom: 'x%d' ".formatted(i));
      }
      for (int i = 0; i < tops; i++) {
        fields.append("top: 'y%d' ".formatted(i));
      }
      return text.append("layer { name: 'layer' ")
          .append(fields)
          .append(layer)
          .append(" }\n")
          .toString();
    }
  }

  private record Input(Shape shape, int classes, float min, float max) {
    Input(Shape shape) {
      this(shape, 0, -1, 1);
    }
  }

  private static List<Case> cases() {
    return List.of(
        Case.of(
            "type: 'Convolution' convolution_param { num_output: 6 kernel_size: 3 pad: 1 stride: 2"
                + " group: 2 weight_filler { type: 'xavier' } bias_filler { value: 0.5 } }",
            IMAGE),
        Case.of(
            "type: 'Convolution' convolution_param { num_output: 3 kernel_h: 3 kernel_w: 2 pad_h: 2"
                + " pad_w: 1 stride_h: 1 stride_w: 2 bias_term: false weight_filler { type: 'gaussian' std: 0.1 } }",
            IMAGE),
        Case.of(
            "type: 'Convolution' convolution_param { num_output: 3 kernel_size: 3 kernel_size: 2"
                + " dilation: 2 dilation: 1 weight_filler { type: 'msra' variance_norm: AVERAGE } }",
            IMAGE),
        Case.of(
            "type: 'Deconvolution' convolution_param { num_output: 4 kernel_size: 4 stride: 2 group: 4"
                + " bias_term: false weight_filler { type: 'bilinear' } }",
            IMAGE),
        Case.of(
            "type: 'Deconvolution' convolution_param { num_output: 6 kernel_size: 3 stride: 3 pad: 1"
                + " group: 2 weight_filler { type: 'uniform' min: -1 max: 1 } }",
            IMAGE),
        Case.of("type: 'Im2col' convolution_param { kernel_size: 3 stride: 2 pad: 1 }", IMAGE),
        Case.of(
            "type: 'InnerProduct' inner_product_param { num_output: 5"
                + " weight_filler { type: 'positive_unitball' } }",
            IMAGE),
        Case.of(
            "type: 'InnerProduct' inner_product_param { num_output: 5 axis: 2 transpose: true"
                + " bias_term: false weight_filler { type: 'gaussian' sparse: 3 } }",
            IMAGE),
        Case.of(
                "type: 'Embed' embed_param { num_output: 5 input_dim: 7 weight_filler { type: 'uniform' } }")
            .labels(Shape.of(3, 2), 7),
        Case.of("type: 'Pooling' pooling_param { kernel_size: 3 stride: 2 }", IMAGE),
        Case.of("type: 'Pooling' pooling_param { kernel_size: 2 }", IMAGE).tops(2),
        Case.of(
            "type: 'Pooling' pooling_param { pool: AVE kernel_h: 3 kernel_w: 2 stride: 2 pad: 1 }",
            IMAGE),
        Case.of("type: 'Pooling' pooling_param { pool: AVE global_pooling: true }", IMAGE),
        Case.of("type: 'SPP' spp_param { pyramid_height: 2 }", IMAGE),
        Case.of("type: 'ReLU'", IMAGE),
        Case.of("type: 'ReLU' relu_param { negative_slope: 0.1 }", IMAGE),
        Case.of("type: 'PReLU'", IMAGE),
        Case.of("type: 'PReLU' prelu_param { channel_shared: true filler { value: 0.5 } }", IMAGE),
        Case.of("type: 'ELU' elu_param { alpha: 0.5 }", IMAGE),
        Case.of("type: 'Sigmoid'", IMAGE),
        Case.of("type: 'TanH'", IMAGE),
        Case.of("type: 'AbsVal'", IMAGE),
        Case.of("type: 'BNLL'", IMAGE),
        Case.of("type: 'Threshold' threshold_param { threshold: 0.25 }", IMAGE),
        Case.of("type: 'Dropout' dropout_param { dropout_ratio: 0.3 }", IMAGE),
        Case.of("type: 'Power' power_param { power: 3 scale: 0.5 shift: 2 }", IMAGE),
        Case.of("type: 'Exp' exp_param { base: 2 scale: 0.5 shift: 1 }", IMAGE),
        Case.of("type: 'Log' log_param { base: 10 scale: 0.5 shift: 1 }", IMAGE),
        Case.of("type: 'Eltwise'", IMAGE, IMAGE),
        Case.of("type: 'Eltwise' eltwise_param { coeff: 0.5 coeff: -2 }", IMAGE, IMAGE),
        Case.of("type: 'Eltwise' eltwise_param { operation: PROD }", IMAGE, IMAGE),
        Case.of(
            "type: 'Eltwise' eltwise_param { operation: PROD stable_prod_grad: false }",
            IMAGE,
            IMAGE),
        Case.of("type: 'Eltwise' eltwise_param { operation: MAX }", IMAGE, IMAGE),
        Case.of("type: 'Scale' scale_param { bias_term: true filler { value: 2 } }", IMAGE),
        Case.of("type: 'Scale' scale_param { axis: 0 num_axes: -1 }", IMAGE),
        Case.of("type: 'Scale' scale_param { axis: 2 }", IMAGE, Shape.of(6)),
        Case.of("type: 'Bias' bias_param { axis: 2 num_axes: 2 filler { value: 3 } }", IMAGE),
        Case.of("type: 'Bias'", IMAGE, Shape.of(4)),
        Case.of("type: 'Reduction' reduction_param { operation: SUMSQ axis: 1 coeff: 0.5 }", IMAGE),
        Case.of("type: 'Reduction' reduction_param { operation: MEAN }", IMAGE),
        Case.of("type: 'Parameter' parameter_param { shape { dim: 2 dim: 3 } }"),
        Case.of("type: 'LRN' lrn_param { local_size: 3 alpha: 0.5 beta: 0.6 k: 2 }", IMAGE),
        Case.of("type: 'LRN' lrn_param { local_size: 3 norm_region: WITHIN_CHANNEL }", IMAGE),
        Case.of("type: 'BatchNorm' batch_norm_param { eps: 1e-3 }", IMAGE),
        Case.of("type: 'BatchNorm' batch_norm_param { use_global_stats: true }", IMAGE),
        Case.of("type: 'MVN' mvn_param { across_channels: true eps: 1e-3 }", IMAGE),
        Case.of("type: 'MVN' mvn_param { normalize_variance: false }", IMAGE),
        Case.of("type: 'Softmax' softmax_param { axis: 2 }", IMAGE),
        Case.of("type: 'Concat' concat_param { axis: 2 }", IMAGE, IMAGE),
        Case.of("type: 'Concat' concat_param { concat_dim: 0 }", IMAGE, IMAGE),
        Case.of("type: 'Slice' slice_param { slice_point: 1 slice_point: 3 }", IMAGE).tops(3),
        Case.of("type: 'Slice' slice_param { slice_dim: 2 }", IMAGE).tops(2),
        Case.of("type: 'Crop' crop_param { offset: 1 offset: 2 }", IMAGE, Shape.of(2, 9, 4, 3)),
        Case.of("type: 'Crop' crop_param { axis: 1 offset: 1 }", IMAGE, Shape.of(2, 2, 4, 3)),
        Case.of(
            "type: 'Reshape' reshape_param { shape { dim: 0 dim: -1 dim: 3 } axis: 1 num_axes: 2 }",
            IMAGE),
        Case.of("type: 'Flatten' flatten_param { axis: 1 end_axis: 2 }", IMAGE),
        Case.of("type: 'ArgMax' argmax_param { top_k: 2 axis: 1 }", IMAGE),
        Case.of("type: 'ArgMax' argmax_param { out_max_val: true }", IMAGE),
        Case.of("type: 'Tile' tile_param { axis: 2 tiles: 3 }", IMAGE),
        Case.of("type: 'Split'", IMAGE).tops(2),
        Case.of("type: 'Silence'", IMAGE).tops(0),
        Case.of("type: 'BatchReindex'", Shape.of(3, 4)).labels(Shape.of(5), 3),
        Case.of("type: 'SoftmaxWithLoss'", IMAGE).labels(LABELS, 4),
        Case.of(
                "type: 'SoftmaxWithLoss' loss_weight: 0.5 loss_param { ignore_label: 2 normalize: false }",
                IMAGE)
            .labels(LABELS, 4),
        Case.of(
                "type: 'SoftmaxWithLoss' softmax_param { axis: 2 } loss_param { normalization: FULL }",
                IMAGE)
            .labels(Shape.of(2, 4, 1, 7), 6),
        Case.of("type: 'InfogainLoss' loss_param { ignore_label: 0 }", IMAGE)
            .labels(LABELS, 4)
            .tops(1)
            .labels(Shape.of(1, 1, 4, 4), 3),
        Case.of("type: 'SigmoidCrossEntropyLoss'", IMAGE).labels(IMAGE, 2),
        Case.of(
                "type: 'SigmoidCrossEntropyLoss' loss_param { ignore_label: 0 normalization: VALID }",
                IMAGE)
            .labels(IMAGE, 2),
        Case.of("type: 'HingeLoss' hinge_loss_param { norm: L2 }", Shape.of(3, 5))
            .labels(Shape.of(3), 5),
        Case.of(
                "type: 'ContrastiveLoss' contrastive_loss_param { margin: 2 }",
                Shape.of(3, 5),
                Shape.of(3, 5))
            .labels(Shape.of(3), 2),
        Case.of(
                "type: 'ContrastiveLoss' contrastive_loss_param { legacy_version: true }",
                Shape.of(3, 5),
                Shape.of(3, 5))
            .labels(Shape.of(3), 2),
        Case.of("type: 'EuclideanLoss' loss_weight: 3", IMAGE, IMAGE),
        Case.of("type: 'MultinomialLogisticLoss'", Shape.of(3, 5))
            .in(0.1f, 1)
            .labels(Shape.of(3), 5),
        Case.of("type: 'Accuracy' accuracy_param { top_k: 2 ignore_label: 1 }", Shape.of(9, 5))
            .labels(Shape.of(9), 5));
  }

  @TestFactory
  Stream<DynamicTest> readAsCaffeDoes() {
    return cases().stream()
        .map(at -> DynamicTest.dynamicTest(at.layer, () -> compare(at, at.prototxt())));
  }

  @TestFactory
  Stream<DynamicTest> writtenAsCaffeReads() {
    return cases().stream()
        .map(
            at ->
                DynamicTest.dynamicTest(
                    at.layer,
                    () -> {
                      Net net = Prototxt.read(file(at.prototxt()), Phase.TEST).build(1);
                      compare(at, NetWriter.text(NetWriter.message(net)));
                    }));
  }

  /** Our net is always of the original. */
  private void compare(Case at, String prototxt) throws IOException {
    try (CaffeNet caffe = CaffeNet.of(prototxt, Phase.TEST)) {
      Net net = Prototxt.read(file(at.prototxt()), Phase.TEST).build(1);
      NetComparison comparison = new NetComparison(net, caffe).sameParams();
      for (int i = 0; i < at.bottoms.size(); i++) {
        Input input = at.bottoms.get(i);
        if (input.classes > 0) {
          comparison.labels("x" + i, input.shape, input.classes);
        } else {
          comparison.random("x" + i, input.shape, input.min, input.max);
        }
      }
      comparison.forward(Phase.TEST);
    }
  }

  private Path file(String prototxt) throws IOException {
    return Files.writeString(folder.resolve("net.prototxt"), prototxt);
  }

  @Test
  void noTypeIsMissing() {
    Set<String> types =
        cases().stream().map(Case::type).collect(Collectors.toCollection(TreeSet::new));
    assertThat(types).isEqualTo(new TreeSet<>(Codecs.types()));
  }
}
