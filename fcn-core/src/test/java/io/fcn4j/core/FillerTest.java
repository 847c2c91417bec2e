package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.core.Filler.VarianceNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FillerTest {
  private static float[] filled(Filler filler, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    filler.fill(array, CounterRandom.seeded(11));
    return array.data().asFloat();
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  /** fan_in = 50 * 4 = 200 and fan_out = 100 * 4 = 400 of a 100x50x2x2 parameter. */
  @ParameterizedTest
  @CsvSource({"FAN_IN, 200", "FAN_OUT, 400", "AVERAGE, 300"})
  void xavierAndMsraDivideByTheirFan(VarianceNorm norm, double n) {
    float[] xavier = filled(new Filler.Xavier(norm), 100, 50, 2, 2);
    double bound = Math.sqrt(3 / n);
    for (float value : xavier) {
      assertThat((double) value).isBetween(-bound, bound);
    }
    assertThat(deviation(xavier)).isCloseTo(Math.sqrt(1 / n), within(0.01 / Math.sqrt(n)));
    float[] msra = filled(new Filler.Msra(norm), 100, 50, 2, 2);
    assertThat(mean(msra)).isCloseTo(0, within(0.03 / Math.sqrt(n)));
    assertThat(deviation(msra)).isCloseTo(Math.sqrt(2 / n), within(0.02 / Math.sqrt(n)));
  }

  @Test
  void uniformAndGaussianHaveTheirMoments() {
    float[] uniform = filled(new Filler.Uniform(2, 6), 40_000);
    assertThat(mean(uniform)).isCloseTo(4, within(0.02));
    assertThat(deviation(uniform)).isCloseTo(4 / Math.sqrt(12), within(0.01));
    float[] gaussian = filled(new Filler.Gaussian(3, 0.5f), 40_000);
    assertThat(mean(gaussian)).isCloseTo(3, within(0.01));
    assertThat(deviation(gaussian)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void bilinearKernelsInterpolate() {
    assertThat(row(4)).containsExactly(0.25f, 0.75f, 0.75f, 0.25f);
    assertThat(row(3)).containsExactly(0.5f, 1, 0.5f);
  }

  /** A row through the middle of a kernel, scaled so that its factors are those of one axis. */
  private static float[] row(int size) {
    float[] kernel = filled(new Filler.Bilinear(true), 1, 1, size, size);
    float[] row = new float[size];
    float middle = (float) Math.sqrt(kernel[size / 2 * size + size / 2]);
    for (int i = 0; i < size; i++) {
      row[i] = kernel[size / 2 * size + i] / middle;
    }
    return row;
  }

  /** Every output cell of stride s gets weights that sum to 1. */
  @ParameterizedTest
  @CsvSource({"4, 2", "16, 8", "32, 16", "64, 32", "3, 2", "15, 8", "31, 16", "63, 32"})
  void bilinearPhasesSumToOne(int size, int stride) {
    float[] kernel = filled(new Filler.Bilinear(true), 1, 1, size, size);
    for (int py = 0; py < stride; py++) {
      for (int px = 0; px < stride; px++) {
        double sum = 0;
        for (int y = py; y < size; y += stride) {
          for (int x = px; x < size; x += stride) {
            sum += kernel[y * size + x];
          }
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void diagonalBilinearLeavesTheRestAtZero() {
    float[] kernels = filled(new Filler.Bilinear(true), 2, 2, 2, 2);
    assertThat(kernels)
        .containsExactly(.25f, .25f, .25f, .25f, 0, 0, 0, 0, 0, 0, 0, 0, .25f, .25f, .25f, .25f);
    assertThat(filled(new Filler.Bilinear(false), 2, 2, 2, 2)).containsOnly(.25f);
    assertThatThrownBy(() -> filled(new Filler.Bilinear(true), 2, 2, 2, 3))
        .hasMessage("bilinear filler: found 2x2x2x3, expected a 4-D parameter with square kernels");
  }

  @Test
  void equalSeedsGiveEqualBitsAndStreamsDiffer() {
    CounterRandom random = CounterRandom.seeded(5);
    assertThat(random.stream("a").bits(3)).isEqualTo(CounterRandom.seeded(5).stream("a").bits(3));
    assertThat(random.stream("a").bits(3)).isNotEqualTo(random.stream("b").bits(3));
    for (int i = 0; i < 10_000; i++) {
      assertThat(random.below(7, i)).isBetween(0, 6);
      assertThat(random.uniform(i)).isBetween(0f, Math.nextDown(1f));
    }
  }
}
