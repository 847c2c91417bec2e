package io.fcn4j.layers.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CaffeNetTest {
  private static final String SCALED =
      """
      force_backward: true
      layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 2 dim: 2 } } }
      layer {
        name: "scaled" type: "Scale" bottom: "data" top: "scaled" scale_param { bias_term: true }
      }
      layer { name: "relu" type: "ReLU" bottom: "scaled" top: "scaled" }
      """;

  private static INDArray array(Shape shape, float... values) {
    return Nd4j.createFromArray(values).reshape(shape.dims());
  }

  @Test
  void forwardAndBackwardFromAGivenGradient() {
    Shape shape = Shape.of(1, 2, 2);
    try (CaffeNet net = CaffeNet.of(SCALED, Phase.TRAIN)) {
      net.set("data", array(shape, 1, 2, 3, 4))
          .param("scaled", 0, array(Shape.of(2), 10, -1))
          .param("scaled", 1, array(Shape.of(2), 5, 3.5f));
      assertThat(net.forward()).isZero();
      assertThat(net.data("scaled")).isEqualTo(array(shape, 15, 25, .5f, 0));

      for (int run = 0; run < 2; run++) {
        net.backward("scaled", array(shape, 1, 2, 3, 4));
        assertThat(net.diff("data")).isEqualTo(array(shape, 10, 20, -3, 0));
        assertThat(net.params("scaled")).isEqualTo(2);
        assertThat(net.paramDiff("scaled", 0)).isEqualTo(array(Shape.of(2), 5, 9));
        assertThat(net.paramDiff("scaled", 1)).isEqualTo(array(Shape.of(2), 3, 3));
      }
      assertThat(net.param("scaled", 0)).isEqualTo(array(Shape.of(2), 10, -1));
    }
  }

  @Test
  void lossesStartTheirOwnBackward() {
    String prototxt =
        """
        input: "data" input_shape { dim: 1 dim: 2 }
        input: "target" input_shape { dim: 1 dim: 2 }
        layer { name: "power" type: "Scale" bottom: "data" top: "power" }
        layer {
          name: "loss" type: "EuclideanLoss" bottom: "power" bottom: "target" top: "loss"
          loss_weight: 3
        }
        """;
    try (CaffeNet net = CaffeNet.of(prototxt, Phase.TRAIN)) {
      net.set("data", 1, 5).set("target", 3, 6);
      net.param("power", 0, array(Shape.of(2), 1, 1));
      assertThat(net.forward()).isEqualTo(7.5f, within(1e-6f));
      assertThat(net.data("loss").getFloat(0)).isEqualTo(2.5f, within(1e-6f));
      assertThat(net.shape("loss")).isEqualTo(Shape.of());
      net.backward();
      assertThat(net.diff("power")).isEqualTo(array(Shape.of(1, 2), -6, -3));
      assertThat(net.paramDiff("power", 0)).isEqualTo(array(Shape.of(2), -6, -15));
    }
  }

  @Test
  void phaseChoosesLayersAndInputsCanChangeShape() {
    String prototxt =
        """
        layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 } } }
        layer { name: "double" type: "Power" bottom: "data" top: "y" power_param { scale: 2 }
          include { phase: TRAIN } }
        layer { name: "negate" type: "Power" bottom: "data" top: "y" power_param { scale: -1 }
          include { phase: TEST } }
        """;
    try (CaffeNet train = CaffeNet.of(prototxt, Phase.TRAIN);
        CaffeNet test = CaffeNet.of(prototxt, Phase.TEST)) {
      train.set("data", 1, 2, 3).forward();
      assertThat(train.data("y")).isEqualTo(array(Shape.of(1, 3), 2, 4, 6));
      test.reshape("data", Shape.of(2, 1)).set("data", 1, 2).forward();
      assertThat(test.data("y")).isEqualTo(array(Shape.of(2, 1), -1, -2));
    }
  }

  @Test
  void whatCaffeWouldDieOfIsRefused() {
    assertThatThrownBy(() -> CaffeNet.of("layer { nonsense }", Phase.TEST))
        .hasMessageContaining("Caffe cannot parse this prototxt:\nlayer { nonsense }");
    try (CaffeNet net = CaffeNet.of(SCALED, Phase.TEST)) {
      assertThatThrownBy(() -> net.set("data", 1, 2, 3))
          .hasMessage("found 3 values, expected 1x2x2");
      assertThatThrownBy(() -> net.data("conv")).hasMessage("no blob 'conv' in this net");
      assertThatThrownBy(() -> net.params("conv")).hasMessage("no layer 'conv' in this net");
      assertThatThrownBy(() -> net.param("scaled", 2))
          .hasMessage("no parameter 2 in layer 'scaled', which has 2");
    }
  }
}
