package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LrPolicyTest {
  @Test
  void policiesFollowCaffe() {
    assertThat(LrPolicy.fixed(0.3).at(1_000)).isEqualTo(0.3);
    assertThat(LrPolicy.step(1, 0.1, 10).at(9)).isEqualTo(1);
    assertThat(LrPolicy.step(1, 0.1, 10).at(25)).isCloseTo(0.01, within(1e-12));
    assertThat(LrPolicy.exp(2, 0.5).at(3)).isEqualTo(0.25);
    assertThat(LrPolicy.inv(1, 1, 2).at(3)).isEqualTo(1 / 16.0);
    assertThat(LrPolicy.poly(1, 2, 10).at(5)).isEqualTo(0.25);
    assertThat(LrPolicy.poly(1, 2, 10).at(11)).isZero();
    assertThat(LrPolicy.sigmoid(2, 1, 5).at(5)).isEqualTo(1);
  }

  /** Caffe moves on by one step value per iteration at most. */
  @Test
  void multiStepPassesOneValueAtATime() {
    LrPolicy policy = LrPolicy.multiStep(1, 0.5, List.of(3L, 3L, 8L));
    assertThat(policy.at(2)).isEqualTo(1);
    assertThat(policy.at(3)).isEqualTo(0.5);
    assertThat(policy.at(4)).isEqualTo(0.25);
    assertThat(policy.at(8)).isEqualTo(0.125);
  }

  @Test
  void senselessPoliciesAreRefused() {
    assertThatThrownBy(() -> LrPolicy.fixed(Double.NaN))
        .hasMessage("solver: the learning rate is NaN, expected a finite number, 0 or more");
    assertThatThrownBy(() -> LrPolicy.step(-1, 0.1, 10)).hasMessageContaining("is -1.0");
    assertThatThrownBy(() -> LrPolicy.step(1, 0.1, 0))
        .hasMessage("solver: stepSize is 0, expected at least 1");
    assertThatThrownBy(() -> LrPolicy.sigmoid(1, 0.1, 0)).hasMessageContaining("stepSize is 0");
    assertThatThrownBy(() -> LrPolicy.poly(1, 2, 0)).hasMessageContaining("maxIterations is 0");
    assertThatThrownBy(() -> LrPolicy.inv(1, 1, Double.POSITIVE_INFINITY))
        .hasMessage("solver: power is Infinity, expected a finite number");
  }
}
