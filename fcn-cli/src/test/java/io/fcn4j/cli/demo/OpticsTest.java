package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OpticsTest {
  private static final int SIZE = 64;

  @Test
  void blurKeepsAFlatPlaneAndSpreadsAPointEvenly() {
    float[] flat = new float[30 * 20];
    Arrays.fill(flat, 0.7f);
    for (float value : new GaussianBlur(2).of(flat, 30)) {
      assertThat(value).isEqualTo(0.7f, within(1e-6f));
    }
    float[] point = new float[21 * 21];
    point[10 * 21 + 10] = 1;
    float[] spread = new GaussianBlur(1.5f).of(point, 21);
    double sum = 0;
    for (float value : spread) {
      sum += value;
    }
    assertThat(sum).isEqualTo(1, within(1e-5));
    assertThat(spread[10 * 21 + 12]).isEqualTo(spread[12 * 21 + 10]).isEqualTo(spread[8 * 21 + 10]);
    assertThat(spread[10 * 21 + 11] / spread[10 * 21 + 10])
        .isEqualTo((float) Math.exp(-1 / 4.5), within(1e-4f));
  }

  @Test
  void shotNoiseGrowsWithTheLight() {
    assertThat(greenNoise(0.8f)).isGreaterThan(1.4 * greenNoise(0.1f));
  }

  /** Root mean square difference of neighbours, which uneven light hardly moves. */
  private static double greenNoise(float actin) {
    float[][] stains = new float[3][SIZE * SIZE];
    Arrays.fill(stains[0], actin);
    byte[] rgb = optics(3).expose(stains);
    double sum = 0;
    for (int i = 1; i < SIZE * SIZE; i++) {
      double difference = (rgb[3 * i + 1] & 0xFF) - (rgb[3 * i - 2] & 0xFF);
      sum += difference * difference;
    }
    return Math.sqrt(sum / (SIZE * SIZE));
  }

  @Test
  void lightIsUneven() {
    byte[] rgb = optics(4).expose(flatStains());
    double[] quadrant = new double[4];
    for (int i = 0; i < SIZE * SIZE; i++) {
      int at = (i / SIZE * 2 / SIZE) * 2 + i % SIZE * 2 / SIZE;
      quadrant[at] += (rgb[3 * i + 1] & 0xFF) / (SIZE * SIZE / 4.0);
    }
    Arrays.sort(quadrant);
    assertThat(quadrant[3]).isGreaterThan(1.08 * quadrant[0]);
  }

  private static float[][] flatStains() {
    float[][] stains = new float[3][SIZE * SIZE];
    for (float[] stain : stains) {
      Arrays.fill(stain, 0.5f);
    }
    return stains;
  }

  private static Optics optics(long seed) {
    return new Optics(SIZE, SIZE, new Dice(CounterRandom.seeded(seed)));
  }
}
