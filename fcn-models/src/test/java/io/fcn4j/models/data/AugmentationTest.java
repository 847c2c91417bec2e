package io.fcn4j.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.solver.Sample;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AugmentationTest {
  private static final CounterRandom RANDOM = CounterRandom.seeded(7);

  /** Two channels of 2 x 3 and one of labels, all pixels distinct. */
  private final Sample sample =
      new Sample(
          "s",
          Map.of(
              "data", blob(2, 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16),
              "label", blob(1, 21, 22, 23, 24, 25, 26)));

  @Test
  void movesAllArraysAlike() {
    Sample moved = new Move(true, 1, -1).apply(sample, blob -> blob.equals("label") ? 255 : 0);
    assertThat(moved.id()).isEqualTo("s");
    assertThat(values(moved, "data")).containsExactly(0, 6, 5, 0, 0, 0, 0, 16, 15, 0, 0, 0);
    assertThat(values(moved, "label")).containsExactly(255, 26, 25, 255, 255, 255);
    assertThat(moved.array("data").shape()).containsExactly(1, 2, 2, 3);
    assertThat(values(new Move(false, -2, 1).apply(sample, blob -> -1), "label"))
        .containsExactly(-1, -1, -1, 23, -1, -1);
    assertThat(values(new Move(false, 5, 0).apply(sample, blob -> 9), "label")).containsOnly(9);
    assertThat(values(sample, "label")).as("unchanged").containsExactly(21, 22, 23, 24, 25, 26);
  }

  @Test
  void mirrorsHalfOfTheSamples() {
    int mirrored = 0;
    for (int i = 0; i < 1000; i++) {
      Sample result = new Mirror().apply(sample, RANDOM.stream(i));
      if (values(result, "label")[0] == 23) {
        mirrored++;
        assertThat(values(result, "data"))
            .containsExactly(3, 2, 1, 6, 5, 4, 13, 12, 11, 16, 15, 14);
        assertThat(values(result, "label")).containsExactly(23, 22, 21, 26, 25, 24);
      } else {
        assertThat(result).isSameAs(sample);
      }
    }
    assertThat(mirrored).isBetween(450, 550);
  }

  @Test
  void shiftsByEveryDistanceUpToTheLargest() {
    Sample dot = new Sample("dot", Map.of("data", blob(1, 0, 0, 0, 0, 7, 0, 0, 0, 0)));
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      float[] shifted = values(Jitter.of(1).apply(dot, RANDOM.stream(i)), "data");
      for (int at = 0; at < 9; at++) {
        if (shifted[at] == 7) {
          places.add(at);
        }
      }
    }
    assertThat(places).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void padsDataWithZeroAndLabelsAsTheDataSetDoes() {
    CounterRandom away = firstThatMoves();
    assertThat(values(Jitter.of(30).apply(sample, away), "data")).containsOnly(0);
    assertThat(values(Jitter.of(30).apply(sample, away), "label")).containsOnly(255);
    Jitter other = Jitter.of(30).padding(blob -> blob.equals("label") ? 99 : 1);
    assertThat(values(other.apply(sample, away), "data")).containsOnly(1);
    assertThat(values(other.apply(sample, away), "label")).containsOnly(99);
  }

  /** A stream that shifts the sample out of its frame. */
  private CounterRandom firstThatMoves() {
    for (int i = 0; ; i++) {
      CounterRandom random = RANDOM.stream(i);
      if (values(new Jitter(30, blob -> -1).apply(sample, random), "data")[0] == -1
          && values(new Jitter(30, blob -> -1).apply(sample, random), "data")[5] == -1) {
        return random;
      }
    }
  }

  @Test
  void givesTheSameBitsForTheSameStream() {
    for (int i = 0; i < 20; i++) {
      CounterRandom random = RANDOM.stream(i);
      assertThat(values(Jitter.of(1).apply(sample, random), "data"))
          .containsExactly(values(Jitter.of(1).apply(sample, random), "data"));
    }
  }

  @Test
  void refusesWhatItCannotMove() {
    assertThatThrownBy(() -> Jitter.of(0))
        .isInstanceOf(FcnException.class)
        .hasMessage("jitter: the largest shift is 0; expected 1 or more");
    Sample flat = new Sample("s", Map.of("weight", Nd4j.createFromArray(1f, 2f)));
    assertThatThrownBy(() -> Jitter.of(1).apply(flat, RANDOM))
        .isInstanceOf(ShapeException.class)
        .hasMessage("blob 'weight' is 2; only N x C x H x W can be moved");
  }

  private static INDArray blob(int channels, float... values) {
    int pixels = values.length / channels;
    int height = pixels == 9 ? 3 : 2;
    return Nd4j.createFromArray(values).reshape('c', 1, channels, height, pixels / height);
  }

  private static float[] values(Sample sample, String blob) {
    return Host.read(sample.array(blob));
  }
}
