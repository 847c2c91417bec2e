package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.spp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
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
import org.junit.jupiter.params.provider.CsvSource;

class SppTest {
  @ParameterizedTest
  @CsvSource({
    "1, 2x3x5x7",
    "2, 2x3x4x6",
    "2, 2x3x5x7",
    "3, 2x3x8x12",
    "3, 2x3x7x11",
    "3, 1x2x10x13",
    "4, 2x3x29x23",
    "3, 2x1x4x4",
    "3, 1x2x8x11",
    "3, 1x2x11x8"
  })
  void isCaffes(int height, String bottom) {
    for (Spp layer : new Spp[] {spp(height), spp(height).average()}) {
      AgainstCaffe caffe =
          AgainstCaffe.layer(layer)
              .as(
                  "type: 'SPP' spp_param { pyramid_height: %d pool: %s }"
                      .formatted(height, layer.method()));
      caffe.on(Shape.parse(bottom));
      caffe.in(Phase.TEST).bottom(0, i -> i * 7 % 3).on(Shape.parse(bottom));
    }
  }

  @Test
  void binsByHand() {
    LayerRun run = LayerRun.of(spp(2), Phase.TRAIN, 1, Shape.of(1, 1, 2, 2));
    Host.write(new float[] {1, 4, 3, 2}, run.bottom());
    Host.write(new float[] {10, 1, 2, 3, 4}, run.topDiff());
    run.forward();
    run.backward();
    assertThat(Host.read(run.top())).containsExactly(4, 1, 4, 3, 2);
    assertThat(Host.read(run.bottomDiff())).containsExactly(1, 12, 3, 4);
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return Stream.of(spp(1), spp(3), spp(3).average())
        .flatMap(layer -> LayerContract.of(layer).on(Shape.of(2, 2, 4, 7)));
  }

  @Test
  void declaresWhatItsPoolingsDo() {
    assertThat(spp(2).type()).isEqualTo("SPP");
    assertThat(spp(2).capabilities()).isEqualTo(maxPool(2).capabilities());
    assertThat(spp(2).average().capabilities()).isEqualTo(avePool(2).capabilities());
    assertThat(spp(3).shape(Shape.of(2, 5, 30, 40))).isEqualTo(Shape.of(2, 105));
  }

  @Test
  void imagesTooSmallForTheirBinsAreRefused() {
    assertThatThrownBy(() -> spp(3).shape(Shape.of(1, 1, 8, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found 5 cells for 4 bins of 2, which need a pad of 2, expected one below the size of a"
                + " bin; reduce the pyramid height or choose another image size");
    assertThatThrownBy(() -> spp(60).shape(Shape.of(1, 1, 8, 8)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("found 8 cells for 16 bins of 1, which need a pad of 4");
    assertThatThrownBy(() -> spp(2).shape(Shape.of(1, 8)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found a bottom of shape 1x8, expected 4 axes: N x C x H x W");
    assertThatThrownBy(() -> spp(0))
        .isInstanceOf(FcnException.class)
        .hasMessage("pyramid height: found 0, expected at least 1");
  }
}
