package io.fcn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PeakMemoryTest {
  private static final double MEGABYTES = 400;

  @Test
  @EnabledOnOs(OS.LINUX)
  void remembersWhatWasGivenBackAndForgetsItByAReset() {
    PeakMemory.reset();
    double before = PeakMemory.megabytes();
    assertThat(before).isPositive();
    try (INDArray large = Nd4j.ones(DataType.FLOAT, (long) (MEGABYTES * 1e6 / Float.BYTES))) {
      assertThat(large.getFloat(0)).isOne();
    }
    assertThat(PeakMemory.megabytes()).isGreaterThan(before + 0.9 * MEGABYTES);
    PeakMemory.reset();
    assertThat(PeakMemory.megabytes()).isLessThan(before + 0.5 * MEGABYTES);
  }
}
