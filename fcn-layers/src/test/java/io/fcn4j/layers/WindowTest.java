package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.maxPool;
import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.CoordMap;
import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void rowsAndColumnsAreTheirOwn() {
    Window window = Window.CELL.kernel(3, 5).stride(1, 2).pad(0, 4).dilation(2, 1);
    assertThat(window.y()).isEqualTo(new Window.Axis(3, 1, 0, 2));
    assertThat(window.x()).isEqualTo(new Window.Axis(5, 2, 4, 1));
    assertThat(window.area()).isEqualTo(15);
    assertThat(window.arguments(7, 8)).containsExactly(3, 5, 1, 2, 0, 4, 2, 1, 7, 8);
    assertThat(window).hasToString("kernel 3x5, stride 1x2, pad 0x4, dilation 2x1");
    assertThat(Window.CELL).hasToString("kernel 1x1, stride 1x1, pad 0x0");
  }

  @Test
  void sizes() {
    assertThat(new Window.Axis(3, 2, 1, 2).extent()).isEqualTo(5);
    assertThat(new Window.Axis(3, 2, 1, 2).convolved(8)).isEqualTo(3);
    assertThat(new Window.Axis(7, 2, 0, 1).convolved(3)).isEqualTo(-1);
    assertThat(new Window.Axis(64, 32, 0, 1).deconvolved(16)).isEqualTo(544);
  }

  /** The first rows of the table of coordinates of FCN-VGG16 with conv1_1 padded by 100. */
  @Test
  void coordinatesCompose() {
    CoordMap pool1 =
        maxPool(2)
            .coordMap()
            .after(conv(64).kernel(3).pad(1).coordMap())
            .after(conv(64).kernel(3).pad(100).coordMap());
    assertThat(pool1.y().shift()).hasToString("-98.5");
    assertThat(pool1.y().scale()).hasToString("2");
    assertThat(pool1.y().extent()).hasToString("6");
    assertThat(deconv(21).kernel(64).stride(32).coordMap().x().shift()).hasToString("-0.984375");
  }
}
