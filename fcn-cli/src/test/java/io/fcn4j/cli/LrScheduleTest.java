package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.solver.LrPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LrScheduleTest {
  private static LrPolicy policy(String text) {
    return LrSchedule.parse(text).with(0.5, 300);
  }

  @Test
  void policies() {
    assertThat(policy("fixed")).isEqualTo(LrPolicy.fixed(0.5));
    assertThat(policy("step:0.1,2000")).isEqualTo(LrPolicy.step(0.5, 0.1, 2000));
    assertThat(policy("poly:0.9")).isEqualTo(LrPolicy.poly(0.5, 0.9, 300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "poly", "step:0.1", "step:0.1,0", "step:a,2", "poly:0.9,3", "FIXED"})
  void notAPolicy(String text) {
    assertThatThrownBy(() -> LrSchedule.parse(text))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith("unknown policy '" + text + "'; expected fixed, step:GAMMA");
  }
}
