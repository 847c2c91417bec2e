package io.fcn4j.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings so large that sizes made of them wrap around. */
class OverflowTest {
  private static final Shape IMAGE = Shape.of(1, 4, 9, 9);

  @Test
  void windowsSpanWhatAnIntHolds() {
    assertThatThrownBy(() -> Window.CELL.kernel(3, 3).dilation(1 << 30, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found kernel 3 with dilation 1073741824, expected them to span less than 2^31 cells");
  }

  @Test
  void axesFromAnAxisOn() {
    Bias bias = new Bias(1, Integer.MAX_VALUE, true, Filler.zeros(), Mults.DEFAULT);
    assertThatThrownBy(() -> bias.shapes(List.of(IMAGE)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found an operand of 2147483647 axes from axis 1 on, expected at most 3 in 1x4x9x9");
    assertThatThrownBy(() -> new Reshape(List.of(-1L), 1, Integer.MAX_VALUE).shape(IMAGE))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "axis 1 and 2147483647 axes from there: expected to lie within the 4 axes of 1x4x9x9");
  }

  @Test
  void productsOfSizes() {
    Window window = Window.CELL.kernel(1 << 30, 1 << 30).pad(1 << 30, 1 << 30);
    assertThatThrownBy(() -> new Im2col(window).shape(Shape.of(1, 1 << 10, 9, 9)))
        .isInstanceOf(ArithmeticException.class);
    long half = 1L << 32;
    assertThatThrownBy(() -> new Reshape(List.of(half, half, 324L), 0, -1).shape(IMAGE))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Layers.deconv(1).stride(1 << 30).shape(Shape.of(1, 1, 1L << 43, 1)))
        .isInstanceOf(ArithmeticException.class);
  }
}
