package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void hasRoomForWhatMemoryHolds() {
    assertThat(Shape.of(1L << 40, 16).count()).isEqualTo(1L << 44);
    assertThatThrownBy(() -> Shape.of(1L << 40, 17))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape 1099511627776x17: more elements than any memory holds");
    assertThatThrownBy(() -> Shape.of(Long.MAX_VALUE, Long.MAX_VALUE))
        .isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Shape.of(4).with(0, Long.MAX_VALUE))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void hasAsManyAxesAsArrays() {
    long[] dims = new long[33];
    Arrays.fill(dims, 1);
    assertThat(Shape.of(Arrays.copyOf(dims, 32)).rank()).isEqualTo(32);
    assertThatThrownBy(() -> Shape.of(dims))
        .isInstanceOf(ShapeException.class)
        .hasMessage("the shape has 33 axes, expected at most 32");
  }

  @Test
  void hasNoEmptyAxes() {
    assertThatThrownBy(() -> Shape.of(3, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape 3x0: every dimension must be at least 1");
  }
}
