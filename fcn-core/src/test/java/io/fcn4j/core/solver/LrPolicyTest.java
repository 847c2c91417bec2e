package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LrPolicyTest {
  @Test
  void policiesFollowCaffe() {
    assertThat(LrPolicy.fixed(0.3).at(1_000)).isEqualTo(0.3);
    assertThat(LrPolicy.step(1, 0.1, 10).at(9)).isEqualTo(1);
    assertThat(LrPolicy.step(1, 0.1, 10).at(25)).isCloseTo(0.01, within(1e-12));
    assertThat(new LrPolicy.Exp(2, 0.5).at(3)).isEqualTo(0.25);
    assertThat(new LrPolicy.Inv(1, 1, 2).at(3)).isEqualTo(1 / 16.0);
    assertThat(LrPolicy.poly(1, 2, 10).at(5)).isEqualTo(0.25);
    assertThat(LrPolicy.poly(1, 2, 10).at(11)).isZero();
    assertThat(new LrPolicy.Sigmoid(2, 1, 5).at(5)).isEqualTo(1);
  }

  /** Caffe moves on by one step value per iteration at most. */
  @Test
  void multiStepPassesOneValueAtATime() {
    LrPolicy policy = new LrPolicy.MultiStep(1, 0.5, List.of(3L, 3L, 8L));
    assertThat(policy.at(2)).isEqualTo(1);
    assertThat(policy.at(3)).isEqualTo(0.5);
    assertThat(policy.at(4)).isEqualTo(0.25);
    assertThat(policy.at(8)).isEqualTo(0.125);
  }
}
