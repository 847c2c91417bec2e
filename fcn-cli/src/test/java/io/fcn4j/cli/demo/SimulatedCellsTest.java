package io.fcn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fcn4j.models.data.SegmentationDataset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class SimulatedCellsTest {
  private final CellSimulator simulator = new CellSimulator(3, 96, 64);
  private final SimulatedCells cells = SimulatedCells.of(simulator, 40, 12);

  @Test
  void samplesAreThoseOfTheSimulatorFromTheFirstOn() {
    assertThat(cells.size()).isEqualTo(12);
    assertThat(cells.id(2)).isEqualTo("cells_00042");
    assertThat(cells.image(2)).isEqualTo(simulator.image(42).image());
    assertThat(cells.labels(2)).isEqualTo(simulator.image(42).labels());
  }

  @Test
  void blobsAreNearMeanZeroAndDeviationOne() {
    double sum = 0;
    double squares = 0;
    long values = 0;
    for (int i = 0; i < cells.size(); i++) {
      INDArray data = blob(i, SegmentationDataset.DATA);
      assertThat(data.shape()).containsExactly(1, 3, 64, 96);
      assertThat(blob(i, SegmentationDataset.LABEL).shape()).containsExactly(1, 1, 64, 96);
      sum += data.sumNumber().doubleValue();
      squares += data.mul(data).sumNumber().doubleValue();
      values += data.length();
    }
    double mean = sum / values;
    assertThat(mean).isEqualTo(0, within(0.25));
    assertThat(Math.sqrt(squares / values - mean * mean)).isEqualTo(1, within(0.25));
  }

  private INDArray blob(int index, String name) {
    return Objects.requireNonNull(cells.get(index).arrays().get(name));
  }
}
