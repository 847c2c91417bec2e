package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.conv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Mults;
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

class ConvolutionTest {

  static Stream<Arguments> byColumns() {
    return Stream.of(
        arguments(conv(5).kernel(3).pad(1), "2x3x9x11"),
        arguments(conv(5).kernel(3).stride(2).noBias(), "2x3x8x11"),
        arguments(conv(4).kernel(3).pad(10), "1x3x6x5"),
        arguments(conv(2), "2x1x7x7"),
        arguments(conv(4), "2x6x7x5"),
        arguments(conv(4).group(2), "2x6x7x5"),
        arguments(conv(4).kernel(3).dilation(2).pad(2), "2x6x9x8"),
        arguments(conv(6).kernel(3, 2).dilation(2, 1).group(2), "2x6x9x8"),
        arguments(conv(6).kernel(3).stride(2).group(6), "2x6x9x8"),
        arguments(conv(32).kernel(3).stride(2).pad(1), "2x6x5x5"),
        arguments(conv(3).kernel(6, 5), "2x7x6x5"),
        arguments(conv(1), "1x1x1x1"));
  }

  static Stream<Arguments> byOps() {
    return Stream.of(
        arguments(conv(7).kernel(3).pad(1), "2x6x9x11"),
        arguments(conv(7).kernel(3).stride(2).noBias(), "2x6x10x8"),
        arguments(conv(7).kernel(3).pad(10), "1x6x6x5"),
        arguments(conv(4).kernel(1).stride(2).pad(1), "2x6x7x5"),
        arguments(conv(7).kernel(2, 5).stride(3, 2).pad(0, 2), "2x6x11x12"),
        arguments(conv(8).kernel(3).stride(2).pad(1).group(2), "2x12x9x8"),
        arguments(conv(3).kernel(2).group(3), "1x15x9x8"),
        arguments(conv(40).kernel(3).pad(1), "2x33x14x15"));
  }

  @ParameterizedTest
  @MethodSource({"byColumns", "byOps"})
  void isCaffes(Convolution layer, String bottom) {
    Wanting.each(layer)
        .map(AgainstCaffe::layer)
        .forEach(comparison -> comparison.as(Prototxt.of(layer)).on(Shape.parse(bottom)));
  }

  @ParameterizedTest
  @MethodSource("byColumns")
  void someGoByColumns(Convolution layer, String bottom) {
    assertThat(goesByColumns(layer, Shape.parse(bottom))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("byOps")
  void othersGoByOps(Convolution layer, String bottom) {
    assertThat(goesByColumns(layer, Shape.parse(bottom))).isFalse();
  }

  private static boolean goesByColumns(Convolution layer, Shape x) {
    return Columns.suit(layer.window(), layer.group(), x, layer.shape(x));
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(
            LayerContract.of(conv(2).kernel(3).pad(1)).on(Shape.parse("2x2x3x4")),
            LayerContract.of(conv(2).kernel(2).pad(1).group(2)).on(Shape.parse("2x10x2x3")),
            LayerContract.of(conv(3)).on(Shape.parse("2x5x2x2")))
        .flatMap(tests -> tests);
  }

  @Test
  void shapes() {
    assertThat(shape(conv(64).kernel(3).pad(100), "1x3x500x500")).hasToString("1x64x698x698");
    assertThat(shape(conv(96).kernel(11).stride(4), "1x3x227x230")).hasToString("1x96x55x55");
    assertThat(shape(conv(8).kernel(3).dilation(2), "2x6x9x5")).hasToString("2x8x5x1");
  }

  private static Shape shape(Layer layer, String bottom) {
    return layer.shapes(List.of(Shape.parse(bottom))).get(0);
  }

  @Test
  void parametersAndTheirSettings() {
    List<Shape> bottom = List.of(Shape.of(1, 6, 9, 9));
    assertThat(conv(8).kernel(3, 5).group(2).params(bottom))
        .containsExactly(
            ParamSpec.learned("weight", Shape.of(8, 3, 3, 5), Filler.msra()),
            ParamSpec.learned("bias", Shape.of(8), Filler.zeros()));
    assertThat(conv(8).zeros().noBias().weightMults(new Mults(10, 1)).params(bottom))
        .containsExactly(
            ParamSpec.learned("weight", Shape.of(8, 6, 1, 1), Filler.zeros(), new Mults(10, 1)));
    assertThat(
            conv(8)
                .filler(Filler.xavier())
                .biasFiller(Filler.constant(0.2f))
                .biasMults(Mults.BIAS)
                .params(bottom))
        .containsExactly(
            ParamSpec.learned("weight", Shape.of(8, 6, 1, 1), Filler.xavier()),
            ParamSpec.learned("bias", Shape.of(8), Filler.constant(0.2f), Mults.BIAS));
    assertThat(conv(8).frozen().params(bottom))
        .extracting(ParamSpec::mults)
        .containsExactly(Mults.FROZEN, Mults.FROZEN);
  }

  @Test
  void multiplyAccumulates() {
    List<Shape> bottom = List.of(Shape.of(2, 6, 9, 9));
    assertThat(conv(8).kernel(3).group(2).macs(bottom)).isEqualTo(2 * 8 * 7 * 7 * (3 * 3 * 3));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> shape(conv(8), "6x9"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 6x9, expected 4 axes: N x C x H x W");
    assertThatThrownBy(() -> shape(conv(8).group(4), "1x6x9x9"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found 6 channels in, 8 out, group 4; expected a group that divides both");
    assertThatThrownBy(() -> shape(conv(8).kernel(7).pad(1), "1x6x9x4"))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found a bottom of 1x6x9x4, expected at least 5x5 for kernel 7x7, stride 1x1, pad 1x1;"
                + " enlarge the image or the pad");
    assertThatThrownBy(() -> conv(8).kernel(0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found kernel 0, stride 1, pad 0, dilation 1, expected at least 1, 1, 0, 1");
  }
}
