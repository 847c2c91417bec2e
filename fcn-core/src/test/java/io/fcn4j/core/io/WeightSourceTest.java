package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightSourceTest {
  private static final INDArray ARENA = Nd4j.arange(24).castTo(DataType.FLOAT);

  @Test
  void arraysInMemoryKeepTheirOrder() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("conv1_1.1", Nd4j.scalar(7f));
    arrays.put("conv1_1.0", Views.strided(ARENA, 6, new long[] {2, 3}, Views.cOrder(2, 3)));
    try (WeightSource source = WeightSource.of(arrays)) {
      assertThat(source.shapes())
          .containsExactly(
              Map.entry("conv1_1.1", Shape.of()), Map.entry("conv1_1.0", Shape.of(2, 3)));
      assertThat(source.metadata()).isEmpty();
      assertThat(source.describe()).isEqualTo("arrays in memory");
      assertThat(source.read("conv1_1.1").toFloatVector()).containsExactly(7);
      assertThat(source.read("conv1_1.0"))
          .isEqualTo(Nd4j.createFromArray(new float[][] {{6, 7, 8}, {9, 10, 11}}));
    }
  }

  @Test
  void readsIntoAnotherShapeAtAnOffset() {
    INDArray arena = Nd4j.zeros(DataType.FLOAT, 10);
    INDArray target = Views.strided(arena, 2, new long[] {1, 6, 1, 1}, Views.cOrder(1, 6, 1, 1));
    try (WeightSource source = WeightSource.of(Map.of("a", ARENA.reshape(4, 6).getRow(1)))) {
      source.read("a", target);
    }
    assertThat(arena.toFloatVector()).containsExactly(0, 0, 6, 7, 8, 9, 10, 11, 0, 0);
  }

  @Test
  void acceptsAnyOrderAndType() {
    INDArray transposed = ARENA.reshape(4, 6).transpose();
    try (WeightSource source =
        WeightSource.of(
            Map.of("f", transposed, "d", Nd4j.createFromArray(1.5, 2.5), "i", Nd4j.scalar(3)))) {
      assertThat(source.read("f")).isEqualTo(transposed.dup('c'));
      assertThat(source.read("d").toFloatVector()).containsExactly(1.5f, 2.5f);
      assertThat(source.read("i").toFloatVector()).containsExactly(3);
    }
  }

  @Test
  void refusesUnknownNamesAndUnfitTargets() {
    try (WeightSource source = WeightSource.of(Map.of("a", ARENA))) {
      assertThatThrownBy(() -> source.read("b"))
          .isInstanceOf(FcnException.class)
          .hasMessage("arrays in memory: no array 'b' among its 1; nearest: a");
      assertThatThrownBy(() -> source.read("a", Nd4j.zeros(DataType.FLOAT, 4, 5)))
          .isInstanceOf(ShapeException.class)
          .hasMessage("'a': found 24, expected as many elements as 4x5");
      assertThatThrownBy(() -> source.read("a", Nd4j.zeros(DataType.FLOAT, 4, 6).transpose()))
          .isInstanceOf(FcnException.class)
          .hasMessage("'a' can only be read into a dense float32 array in c order");
      assertThatThrownBy(() -> source.read("a", Nd4j.zeros(DataType.DOUBLE, 24)))
          .isInstanceOf(FcnException.class)
          .hasMessage("'a' can only be read into a dense float32 array in c order");
    }
  }
}
