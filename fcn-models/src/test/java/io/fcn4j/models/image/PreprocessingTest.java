package io.fcn4j.models.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.nd4j.Host;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class PreprocessingTest {
  private final RgbImage image = RgbImage.of(2, 1, new byte[] {1, 2, 3, 10, 20, (byte) 230});

  @Test
  void subtractsTheMeanInBgrOrder() {
    INDArray blob = Preprocessing.VOC.blob(image);
    assertThat(blob.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(blob.ordering()).isEqualTo('c');
    assertThat(blob.shape()).containsExactly(1, 3, 1, 2);
    assertThat(Host.read(blob))
        .containsExactly(
            (float) (3 - 104.00698793),
            (float) (230 - 104.00698793),
            (float) (2 - 116.66876762),
            (float) (20 - 116.66876762),
            (float) (1 - 122.67891434),
            (float) (10 - 122.67891434));
  }

  @Test
  void takesOtherMeansOrdersAndScales() {
    Preprocessing unit =
        Preprocessing.VOC.mean(new Means(3, 2, 1)).order(ChannelOrder.RGB).scale(0.5f);
    assertThat(Host.read(unit.blob(image))).containsExactly(0f, 4.5f, 0f, 9f, 0f, 113.5f);
  }
}
