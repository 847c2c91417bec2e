package io.fcn4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.NonFiniteException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LabelScoresTest {
  /** Two classes, one row of two pixels. */
  private static INDArray scores(float... values) {
    return Nd4j.create(values, new long[] {1, 2, 1, 2});
  }

  @Test
  void theLargestScoreWinsAndTheFirstOfEqualOnes() {
    assertThat(LabelScores.argMax(scores(1, 1, 1, 2)).toBytes()).containsExactly(0, 1);
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(LabelScores.argMax(scores(-infinity, 1, 0, infinity)).toBytes())
        .containsExactly(1, 1);
  }

  @Test
  void aScoreThatIsNotANumberIsRefused() {
    assertThatThrownBy(() -> LabelScores.argMax(scores(1, Float.NaN, 0, 0)))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("the score of class 0 at x 1, y 0 is NaN");
    assertThatThrownBy(() -> LabelScores.argMax(scores(1, 1, Float.NaN, 0)))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("the score of class 1 at x 0, y 0 is NaN");
  }
}
