package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorePairTest {
  /** Two images of two classes; of five pixels one has another label. */
  @Test
  void countsLabelsAndMeasuresScores() {
    ScorePair pair = new ScorePair("new", "old");
    pair.add(
        Map.of("old", new float[] {1, 2, 3, 0, 3, -1}, "new", new float[] {1, 2.5f, 3, 0, 2, -1}),
        2);
    assertThat(pair.row()).isEqualTo("| new and old | 3 | 1 | 66.667 % | 0.25 |");
    pair.add(Map.of("old", new float[] {7, 1, 0, 2}, "new", new float[] {7, 1, 0, 2}), 2);
    assertThat(pair.row()).isEqualTo("| new and old | 5 | 1 | 80.000 % | 0.13 |");
  }

  @Test
  void whatIsNoNumberIsNoAgreement() {
    ScorePair pair = new ScorePair("new", "old");
    pair.add(Map.of("old", new float[] {0, 1}, "new", new float[] {Float.NaN, 1}), 2);
    assertThat(pair.row()).endsWith("| NaN |");
  }
}
