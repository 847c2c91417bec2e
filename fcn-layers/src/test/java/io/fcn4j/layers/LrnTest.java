package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.lrn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.testkit.LayerContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LrnTest {

  static Stream<Lrn> isCaffes() {
    return Stream.of(
        lrn(),
        lrn().alpha(1e-4f),
        lrn().localSize(3).alpha(0.5f).beta(0.5f).k(2),
        lrn().localSize(1),
        lrn().localSize(9).alpha(2));
  }

  @ParameterizedTest
  @MethodSource
  void isCaffes(Lrn layer) {
    for (Lrn l : List.of(layer, layer.withinChannel())) {
      AgainstCaffe.layer(l)
          .as(
              "type: 'LRN' lrn_param { local_size: %d alpha: %s beta: %s k: %s norm_region: %s }"
                  .formatted(l.localSize(), l.alpha(), l.beta(), l.k(), l.region()))
          .on(Shape.of(2, 7, 5, 6));
    }
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(
            LayerContract.of(lrn().localSize(3)).on(Shape.parse("2x4x2x2")),
            LayerContract.of(lrn().withinChannel().localSize(3)).on(Shape.parse("2x2x3x2")))
        .flatMap(tests -> tests);
  }

  @Test
  void shapeAndType() {
    assertThat(lrn().type()).isEqualTo("LRN");
    assertThat(lrn().shape(Shape.of(2, 7, 5, 6))).isEqualTo(Shape.of(2, 7, 5, 6));
    assertThatThrownBy(() -> lrn().localSize(4).shape(Shape.of(2, 7, 5, 6)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found local size 4, expected an odd number");
    assertThatThrownBy(() -> lrn().shape(Shape.of(2, 7)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 2x7, expected 4 axes: N x C x H x W");
  }
}
