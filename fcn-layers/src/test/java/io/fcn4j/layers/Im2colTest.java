package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.im2col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.LayerRun;
import io.fcn4j.testkit.LayerContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Im2colTest {
  static Stream<Im2col> layers() {
    return Stream.of(
        im2col(1),
        im2col(3),
        im2col(3).pad(1),
        im2col(2).stride(3),
        im2col(3).dilation(2).pad(2),
        im2col(5).kernel(3, 2).stride(2, 1).pad(1, 0).dilation(1, 3));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isCaffes(Im2col layer) {
    AgainstCaffe caffe = AgainstCaffe.layer(layer).as(Prototxt.of(layer));
    caffe.on(Shape.of(2, 3, 7, 9));
    caffe.in(Phase.TEST).on(Shape.of(1, 1, 8, 6));
  }

  @Test
  void windowsByHand() {
    LayerRun run = LayerRun.of(im2col(1).kernel(1, 2), Phase.TRAIN, 1, Shape.of(1, 1, 2, 3));
    Host.write(new float[] {1, 2, 3, 4, 5, 6}, run.bottom());
    Host.write(new float[] {1, 2, 3, 4, 10, 20, 30, 40}, run.topDiff());
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly(1, 2, 4, 5, 2, 3, 5, 6);
    assertThat(Host.read(run.bottomDiff())).containsExactly(1, 12, 20, 3, 34, 40);
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(im2col(1), im2col(3).stride(2).pad(1), im2col(2).dilation(2))
        .flatMap(layer -> LayerContract.of(layer).on(Shape.of(2, 2, 4, 5)));
  }

  @Test
  void isWhereItsConvolutionIs() {
    Im2col layer = im2col(3).stride(2).pad(1).dilation(2);
    assertThat(layer.coordMap())
        .isEqualTo(conv(1).kernel(3).stride(2).pad(1).dilation(2).coordMap());
    assertThat(layer.shape(Shape.of(2, 4, 9, 8))).isEqualTo(Shape.of(2, 36, 4, 3));
  }

  @Test
  void imagesSmallerThanTheWindowAreRefused() {
    assertThatThrownBy(() -> im2col(5).pad(1).shape(Shape.of(1, 1, 2, 9)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found a bottom of 1x1x2x9, expected at least 3x3 for kernel 5x5, stride 1x1, pad 1x1;"
                + " enlarge the image or the pad");
    assertThatThrownBy(() -> im2col(1).shape(Shape.of(3, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 3x4, expected 4 axes: N x C x H x W");
  }
}
