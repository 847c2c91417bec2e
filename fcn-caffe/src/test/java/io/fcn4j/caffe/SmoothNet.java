package io.fcn4j.caffe;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small nets without a kink, in which rounding stays rounding, and batches for them. */
final class SmoothNet {
  private static final String INPUTS =
      """
      layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 4 dim: 2 dim: 8 dim: 9 } } }
      layer { name: "label" type: "Input" top: "label" input_param { shape { dim: 4 } } }
      """;

  private static final String CLASSIFIER =
      """
      layer { name: "fc" type: "InnerProduct" bottom: "last" top: "fc"
        param { lr_mult: 1 } param { lr_mult: 2 decay_mult: 0 }
        inner_product_param { num_output: 5 weight_filler { type: "xavier" } } }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
      """;

  static final String PLAIN =
      INPUTS
          + """
          layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
            convolution_param { num_output: 6 kernel_size: 3 pad: 1 weight_filler { type: "xavier" } } }
          layer { name: "tanh" type: "TanH" bottom: "conv" top: "conv" }
          layer { name: "pool" type: "Pooling" bottom: "conv" top: "last"
            pooling_param { pool: AVE kernel_size: 2 stride: 2 } }
          """
          + CLASSIFIER;

  /** With a frozen layer, running statistics, and weights that two layers share. */
  static final String SPECIAL =
      INPUTS
          + """
          layer { name: "frozen" type: "Convolution" bottom: "data" top: "conv0"
            param { lr_mult: 0 decay_mult: 0 } param { lr_mult: 0 decay_mult: 0 }
            convolution_param { num_output: 4 kernel_size: 3 pad: 1 weight_filler { type: "xavier" } } }
          layer { name: "bn" type: "BatchNorm" bottom: "conv0" top: "bn"
            param { lr_mult: 0 decay_mult: 0 } param { lr_mult: 0 decay_mult: 0 }
            param { lr_mult: 0 decay_mult: 0 } }
          layer { name: "conv1" type: "Convolution" bottom: "bn" top: "conv1" param { name: "w" }
            convolution_param { num_output: 4 kernel_size: 3 pad: 1 weight_filler { type: "xavier" } } }
          layer { name: "tanh" type: "TanH" bottom: "conv1" top: "conv1" }
          layer { name: "conv2" type: "Convolution" bottom: "conv1" top: "last" param { name: "w" }
            convolution_param { num_output: 4 kernel_size: 3 pad: 1 weight_filler { type: "xavier" } } }
          """
          + CLASSIFIER;

  private SmoothNet() {}

  static List<Map<String, INDArray>> batches() {
    CounterRandom random = CounterRandom.seeded(11);
    List<Map<String, INDArray>> batches = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      INDArray data = Elements.create(Shape.of(4, 2, 8, 9));
      Filler.gaussian(1).fill(data, random.stream(i));
      INDArray label = Elements.create(Shape.of(4));
      for (int image = 0; image < 4; image++) {
        label.putScalar(image, (i + 2 * image) % 5);
      }
      batches.add(Map.of("data", data, "label", label));
    }
    return batches;
  }
}
