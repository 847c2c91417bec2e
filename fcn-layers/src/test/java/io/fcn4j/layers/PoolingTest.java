package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.globalAvePool;
import static io.fcn4j.layers.Layers.globalMaxPool;
import static io.fcn4j.layers.Layers.maxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fcn4j.core.Arity;
import io.fcn4j.core.CoordMap;
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

class PoolingTest {

  static Stream<Arguments> pools() {
    return Stream.of(maxPool(2), avePool(2))
        .flatMap(
            pool ->
                Stream.of(
                    arguments(pool, "2x3x8x6"),
                    arguments(pool, "2x3x7x9"),
                    arguments(pool.kernel(3), "2x3x8x9"),
                    arguments(pool.kernel(3).stride(1).pad(1), "2x3x6x5"),
                    arguments(pool.kernel(3).pad(1), "2x3x7x8"),
                    arguments(pool.kernel(5).stride(3).pad(2), "2x3x8x12"),
                    arguments(pool.kernel(3, 2).stride(2, 3).pad(1, 0), "2x3x7x9"),
                    arguments(pool.stride(3).pad(1), "1x2x8x9"),
                    arguments(pool.kernel(7).stride(7), "2x3x6x5"),
                    arguments(pool.kernel(1), "2x3x3x5")));
  }

  static Stream<Arguments> globalPools() {
    return Stream.of(arguments(globalMaxPool(), "2x3x4x5"), arguments(globalAvePool(), "2x3x4x5"));
  }

  @ParameterizedTest
  @MethodSource({"pools", "globalPools"})
  void isCaffes(Pooling layer, String bottom) {
    AgainstCaffe.layer(layer).as(Prototxt.of(layer)).on(Shape.parse(bottom));
  }

  @Test
  void maskIsCaffes() {
    for (Pooling layer : List.of(maxPool(2), maxPool(3).stride(2).pad(1), globalMaxPool())) {
      AgainstCaffe.layer(layer.withMask()).as(Prototxt.of(layer)).on(Shape.of(2, 3, 7, 8));
    }
  }

  @Test
  void theFirstOfEqualValuesWins() {
    for (Pooling layer : List.of(maxPool(3).stride(2).withMask(), maxPool(3).stride(1))) {
      AgainstCaffe.layer(layer)
          .as(Prototxt.of(layer))
          .bottom(0, i -> i * 7 % 3)
          .on(Shape.of(2, 3, 7, 8));
    }
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(
            LayerContract.of(maxPool(3).stride(2).withMask()).on(Shape.parse("2x2x4x5")),
            LayerContract.of(avePool(2)).on(Shape.parse("2x2x3x4")),
            LayerContract.of(globalAvePool()).on(Shape.parse("2x2x3x2")))
        .flatMap(tests -> tests);
  }

  @Test
  void shapes() {
    assertThat(shape(maxPool(2), "1x64x175x349")).hasToString("1x64x88x175");
    assertThat(shape(maxPool(2).floor(), "1x64x175x349")).hasToString("1x64x87x174");
    assertThat(shape(maxPool(3).stride(2).pad(1, 0), "1x1x4x4")).hasToString("1x1x3x2");
    assertThat(shape(maxPool(1).stride(2).pad(0), "1x1x5x3")).hasToString("1x1x3x2");
    assertThat(shape(globalAvePool(), "2x3x7x9")).hasToString("2x3x1x1");
    assertThat(maxPool(2).arity()).isEqualTo(Arity.UNARY);
    assertThat(maxPool(2).withMask().arity()).isEqualTo(Arity.of(1, 2));
    assertThat(maxPool(2).withMask().shapes(List.of(Shape.of(1, 2, 6, 6))))
        .containsExactly(Shape.of(1, 2, 3, 3), Shape.of(1, 2, 3, 3));
  }

  private static Shape shape(Pooling layer, String bottom) {
    return layer.shapes(List.of(Shape.parse(bottom))).get(0);
  }

  @Test
  void coordinates() {
    assertThat(maxPool(2).coordMap().y().shift()).hasToString("0.5");
    assertThat(globalAvePool().coordMap()).isEqualTo(CoordMap.UNDEFINED);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> shape(maxPool(1).stride(2), "1x1x3x2"))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found 2 cells, on which kernel 1, stride 2, pad 0 has an empty window or none; reduce"
                + " the kernel or the stride");
    assertThatThrownBy(() -> shape(maxPool(7).floor(), "1x1x9x6"))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found 6 cells, on which kernel 7, stride 7, pad 0 has an empty window or none; reduce"
                + " the kernel or the stride");
    assertThatThrownBy(() -> shape(avePool(2).pad(2), "1x1x6x6"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found pad 2 with kernel 2; a pad must be smaller, or windows would be empty");
    assertThatThrownBy(() -> shape(avePool(2).withMask(), "1x1x6x6"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a mask with AVE, expected it with MAX only");
    assertThatThrownBy(() -> shape(maxPool(2), "3x4"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 3x4, expected 4 axes: N x C x H x W");
  }
}
