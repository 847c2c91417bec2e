package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.flatten;
import static io.fcn4j.layers.Layers.reshape;
import static io.fcn4j.layers.Layers.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import org.junit.jupiter.api.Test;

class ReshapeTest {
  private static final Shape X = Shape.of(2, 3, 4, 5);

  private static void agree(Reshape layer, String param) {
    AgainstCaffe.layer(layer).as("type: 'Reshape' reshape_param { %s }".formatted(param)).on(X);
  }

  @Test
  void reshapeIsCaffes() {
    agree(reshape(0, -1), "shape { dim: 0 dim: -1 }");
    agree(reshape(6, 20), "shape { dim: 6 dim: 20 }");
    agree(reshape(0, 0, 20, -1), "shape { dim: 0 dim: 0 dim: 20 dim: -1 }");
    agree(reshape(-1, 2).axis(1).numAxes(2), "axis: 1 num_axes: 2 shape { dim: -1 dim: 2 }");
    agree(reshape(1, 1).axis(-1), "axis: -1 shape { dim: 1 dim: 1 }");
    agree(reshape(1).axis(1).numAxes(0), "axis: 1 num_axes: 0 shape { dim: 1 }");
    agree(reshape(-1).axis(-4), "axis: -4 shape { dim: -1 }");
  }

  @Test
  void flattenIsCaffes() {
    AgainstCaffe.layer(flatten()).as("type: 'Flatten'").on(X);
    AgainstCaffe.layer(flatten().axis(0).endAxis(2))
        .as("type: 'Flatten' flatten_param { axis: 0 end_axis: 2 }")
        .on(X);
    AgainstCaffe.layer(flatten().axis(-2).endAxis(-1))
        .as("type: 'Flatten' flatten_param { axis: -2 end_axis: -1 }")
        .on(X);
    assertThat(flatten().shape(X)).isEqualTo(Shape.of(2, 60));
    assertThat(flatten().axis(2).endAxis(2).shape(X)).isEqualTo(X);
  }

  @Test
  void flattenRefusesAnEndBeforeTheStart() {
    assertThatThrownBy(() -> flatten().axis(2).endAxis(1).shape(X))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found end axis 1 before axis 2, expected none before it");
  }

  @Test
  void reshapeRefusesWhatHasNoMeaning() {
    assertThatThrownBy(() -> reshape(-1, 2, -1))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "dims: found [-1, 2, -1], expected sizes, 0 to copy one, and at most one -1 to infer"
                + " it");
    assertThatThrownBy(() -> reshape(2).numAxes(-2))
        .isInstanceOf(FcnException.class)
        .hasMessage("number of axes: found -2, expected at least 0, or -1 for all that follow");
  }

  @Test
  void reshapeRefusesWhatDoesNotFit() {
    assertThatThrownBy(() -> reshape(7, -1).shape(X))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found 120 elements in 2x3x4x5, which dims [7, -1] can't hold");
    assertThatThrownBy(() -> reshape(2, 3).shape(X))
        .hasMessage("found 120 elements in 2x3x4x5, which dims [2, 3] can't hold");
    assertThatThrownBy(() -> reshape(1, 0).axis(-1).shape(X))
        .hasMessage("found a 0 in dims for axis 5, which 2x3x4x5 lacks");
    assertThatThrownBy(() -> reshape(1).axis(2).numAxes(3).shape(X))
        .hasMessage("axis 2 and 3 axes from there: expected to lie within the 4 axes of 2x3x4x5");
    assertThatThrownBy(() -> reshape(1).axis(-6).shape(X))
        .hasMessage("axis -6 and -1 axes from there: expected to lie within the 4 axes of 2x3x4x5");
  }

  @Test
  void silenceHasAZeroGradient() {
    LayerRun run = LayerRun.of(silence(), Phase.TRAIN, 1, Shape.of(3), Shape.of(1, 2));
    run.forward();
    run.backward();
    assertThat(Host.read(run.bottomDiff(0))).containsExactly(0, 0, 0);
    assertThat(Host.read(run.bottomDiff(1))).containsExactly(0, 0);
  }
}
