package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fcn4j.core.CoordMap;
import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Mults;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import io.fcn4j.testkit.LayerContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeconvolutionTest {

  static Stream<Arguments> byColumns() {
    return Stream.of(
        arguments(deconv(3).kernel(4).stride(2), "2x5x4x3"),
        arguments(deconv(3).kernel(4).stride(2).pad(1).noBias(), "2x2x4x3"),
        arguments(deconv(5), "2x3x4x3"),
        arguments(deconv(6).group(3), "2x3x4x5"),
        arguments(deconv(6).kernel(3).stride(2).dilation(2).pad(1), "2x5x4x3"),
        arguments(deconv(6).kernel(2, 3).dilation(1, 3).group(2), "2x6x4x5"),
        arguments(deconv(6).kernel(4).stride(2).group(6), "2x6x4x5"),
        arguments(deconv(6).kernel(5, 4).stride(3, 2), "2x9x2x3"));
  }

  static Stream<Arguments> byOps() {
    return Stream.of(
        arguments(deconv(7).kernel(4).stride(2), "2x6x4x5"),
        arguments(deconv(7).kernel(3).stride(2).pad(1).noBias(), "2x6x4x5"),
        arguments(deconv(7).kernel(2, 5).stride(3, 2).pad(0, 2), "2x6x4x5"),
        arguments(deconv(12).kernel(4).stride(2).pad(1).group(2), "2x8x4x5"),
        arguments(deconv(6).kernel(16).stride(8), "1x6x3x2"),
        arguments(deconv(5).kernel(2).stride(3), "2x6x4x5"),
        arguments(deconv(33).kernel(4).stride(2).pad(1), "2x40x7x8"));
  }

  @ParameterizedTest
  @MethodSource({"byColumns", "byOps"})
  void isCaffes(Deconvolution layer, String bottom) {
    Wanting.each(layer)
        .map(AgainstCaffe::layer)
        .forEach(comparison -> comparison.as(Prototxt.of(layer)).on(Shape.parse(bottom)));
  }

  @ParameterizedTest
  @MethodSource("byColumns")
  void someGoByColumns(Deconvolution layer, String bottom) {
    assertThat(goesByColumns(layer, Shape.parse(bottom))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("byOps")
  void othersGoByOps(Deconvolution layer, String bottom) {
    assertThat(goesByColumns(layer, Shape.parse(bottom))).isFalse();
  }

  private static boolean goesByColumns(Deconvolution layer, Shape x) {
    return Columns.suit(layer.window(), layer.group(), layer.shape(x), x);
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(
            LayerContract.of(deconv(2).kernel(3).stride(2)).on(Shape.parse("2x3x2x2")),
            LayerContract.of(deconv(5).kernel(2).stride(2).noBias()).on(Shape.parse("2x4x3x2")),
            LayerContract.of(deconv(2).group(2).kernel(4).stride(2).bilinear())
                .on(Shape.parse("2x2x2x2")))
        .flatMap(tests -> tests);
  }

  @Test
  void shapesAreThoseOfTheTransposedConvolution() {
    assertThat(shape(deconv(21).kernel(64).stride(32), "1x21x16x17")).hasToString("1x21x544x576");
    assertThat(shape(deconv(4).kernel(3).stride(2).pad(1).dilation(2), "2x6x5x7"))
        .hasToString("2x4x11x15");
    assertThat(shape(conv(6).kernel(3).stride(2).pad(1).dilation(2), "2x4x11x15"))
        .hasToString("2x6x5x7");
    CoordMap there = conv(1).kernel(4).stride(2).pad(1).coordMap();
    assertThat(deconv(1).kernel(4).stride(2).pad(1).coordMap().after(there).y().scale())
        .hasToString("1");
  }

  private static Shape shape(Layer layer, String bottom) {
    return layer.shapes(List.of(Shape.parse(bottom))).get(0);
  }

  @Test
  void weightsHaveInputChannelsFirst() {
    assertThat(deconv(8).kernel(3, 5).group(2).params(List.of(Shape.of(1, 6, 9, 9))))
        .containsExactly(
            ParamSpec.learned("weight", Shape.of(6, 4, 3, 5), Filler.msra()),
            ParamSpec.learned("bias", Shape.of(8), Filler.zeros()));
  }

  /** Upsampling a plane, which bilinear interpolation keeps a plane, in channels of their own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void bilinearInterpolatesEveryChannelAtAnyGroup(int group) {
    Deconvolution layer = deconv(4).group(group).kernel(4).stride(2).bilinear().frozen();
    LayerRun run = LayerRun.of(layer, Phase.TEST, 1, Shape.of(1, 4, 5, 6));
    Host.fill(run.bottom(0), i -> (i / 30 + 1) * (3 * (i % 30 / 6) + i % 6));
    assertThat(run.specs()).hasSize(1);
    assertThat(run.specs().get(0).mults()).isEqualTo(Mults.FROZEN);
    run.specs().get(0).filler().fill(run.param(0), CounterRandom.seeded(1));
    run.forward();
    for (int c = 0; c < 4; c++) {
      for (int i = 2; i < 10; i++) {
        for (int j = 2; j < 12; j++) {
          assertThat(run.top(0).getFloat(0, c, i, j))
              .isEqualTo((c + 1) * (3 * (i - 1.5f) / 2 + (j - 1.5f) / 2));
        }
      }
    }
  }

  @Test
  void multiplyAccumulates() {
    assertThat(deconv(8).kernel(3).group(2).macs(List.of(Shape.of(2, 6, 9, 9))))
        .isEqualTo(2 * 6 * 9 * 9 * (4 * 3 * 3));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> shape(deconv(8).kernel(3).pad(3), "1x6x4x9"))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found a bottom of 1x6x4x9, of which kernel 3x3, stride 1x1, pad 3x3 leaves a top of"
                + " 0x5; reduce the pad");
    assertThatThrownBy(() -> shape(deconv(21).kernel(4).stride(2).bilinear(), "1x60x4x9"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found 60 channels in, 21 out; bilinear upsampling keeps their number");
    assertThatThrownBy(() -> shape(deconv(8).group(3), "1x6x4x9"))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found 6 channels in, 8 out, group 3; expected a group that divides both");
  }
}
