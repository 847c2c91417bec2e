package io.fcn4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FastExpTest {
  @Test
  void isWithinOneUnitInTheLastPlace() {
    for (float x = 0; x > -120; x -= 1e-4f) {
      float expected = (float) Math.exp(x);
      assertThat(Math.abs(FastExp.of(x) - expected)).isLessThanOrEqualTo(Math.ulp(expected));
    }
  }

  @Test
  void endsOfTheRange() {
    assertThat(FastExp.of(0)).isEqualTo(1);
    assertThat(FastExp.of(-0f)).isEqualTo(1);
    assertThat(FastExp.of(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(FastExp.of(Float.NaN)).isNaN();
    assertThat(FastExp.of(-87)).isEqualTo((float) Math.exp(-87.0));
    assertThat(FastExp.of(-Float.MIN_VALUE)).isEqualTo(1);
  }
}
