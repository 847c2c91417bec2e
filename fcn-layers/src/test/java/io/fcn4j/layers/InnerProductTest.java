package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.innerProduct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fcn4j.core.CoordMap;
import io.fcn4j.core.Filler;
import io.fcn4j.core.ParamSpec;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InnerProductTest {

  static Stream<Arguments> isCaffes() {
    return Stream.of(
        arguments(innerProduct(5), "2x3x4x6"),
        arguments(innerProduct(5), "1x7"),
        arguments(innerProduct(5), "4x1"),
        arguments(innerProduct(1), "4x3"),
        arguments(innerProduct(1), "1x1"),
        arguments(innerProduct(5).transposed(), "2x3x4x6"),
        arguments(innerProduct(5).noBias(), "3x7"),
        arguments(innerProduct(5).axis(2).transposed().noBias(), "2x3x4x6"),
        arguments(innerProduct(5).axis(-1), "2x3x4x6"));
  }

  @ParameterizedTest
  @MethodSource
  void isCaffes(InnerProduct layer, String bottom) {
    String body =
        "type: 'InnerProduct' inner_product_param { num_output: %d axis: %d transpose: %s bias_term: %s }"
            .formatted(layer.numOutput(), layer.axis(), layer.transpose(), layer.weights().bias());
    Wanting.each(layer)
        .map(AgainstCaffe::layer)
        .forEach(comparison -> comparison.as(body).on(Shape.parse(bottom)));
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(
            LayerContract.of(innerProduct(4)).on(Shape.parse("2x3x2x2")),
            LayerContract.of(innerProduct(4).axis(2).transposed().noBias())
                .on(Shape.parse("2x3x2x2")))
        .flatMap(tests -> tests);
  }

  @Test
  void shapesAndParameters() {
    Shape x = Shape.of(2, 3, 4, 6);
    assertThat(innerProduct(5).shape(x)).isEqualTo(Shape.of(2, 5));
    assertThat(innerProduct(5).axis(-1).shape(x)).isEqualTo(Shape.of(2, 3, 4, 5));
    assertThat(innerProduct(5).params(List.of(x)))
        .containsExactly(
            ParamSpec.learned("weight", Shape.of(5, 72), Filler.msra()),
            ParamSpec.learned("bias", Shape.of(5), Filler.zeros()));
    assertThat(innerProduct(5).axis(2).transposed().noBias().params(List.of(x)))
        .containsExactly(ParamSpec.learned("weight", Shape.of(24, 5), Filler.msra()));
    assertThat(innerProduct(5).macs(List.of(x))).isEqualTo(2 * 72 * 5);
    assertThat(innerProduct(5).coordMap()).isEqualTo(CoordMap.UNDEFINED);
    assertThatThrownBy(() -> innerProduct(5).axis(4).shape(x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("axis 4 does not exist in shape 2x3x4x6");
  }
}
