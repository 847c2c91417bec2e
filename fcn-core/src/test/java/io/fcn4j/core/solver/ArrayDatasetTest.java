package io.fcn4j.core.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArrayDatasetTest {
  @Test
  void samplesAreRows() {
    INDArray data = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    INDArray label = Nd4j.createFromArray(7f, 8f, 9f);
    ArrayDataset dataset = ArrayDataset.of(Map.of("data", data, "label", label));
    assertThat(dataset.size()).isEqualTo(3);
    Sample sample = dataset.get(1);
    assertThat(sample.id()).isEqualTo("row 1");
    assertThat(sample.array("data")).isEqualTo(Nd4j.createFromArray(new float[][] {{3, 4}}));
    assertThat(sample.array("label")).isEqualTo(Nd4j.createFromArray(8f));
    sample.array("data").assign(0f);
    assertThat(data.getFloat(1, 0)).isEqualTo(3);
  }

  @Test
  void rowsMustBeAsMany() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("data", Nd4j.zeros(2, 3));
    arrays.put("label", Nd4j.zeros(3));
    assertThatThrownBy(() -> ArrayDataset.of(arrays))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "the arrays of a data set need as many samples on their first axis, found%n  data           2x3%n  label          3"
                .formatted());
  }
}
