package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.Views;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightViewsTest {
  /** Arrays of these names and shapes, {@code "conv.0=2x3 conv.1=2"}, all counting up from 1. */
  private static WeightSource source(String arrays) {
    Map<String, INDArray> map = new LinkedHashMap<>();
    for (String array : arrays.split(" ", -1)) {
      int equals = array.indexOf('=');
      map.put(array.substring(0, equals), counting(Shape.parse(array.substring(equals + 1))));
    }
    return WeightSource.of(map);
  }

  private static INDArray counting(Shape shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape.dims());
    Host.fill(array, index -> index + 1);
    return array;
  }

  private static float[] values(WeightSource source, String key) {
    return source.read(key).ravel().toFloatVector();
  }

  @Test
  void renamedKeepsOrderIndexAndValues() {
    WeightSource view =
        source("inception_3a/1x1.0=2x3 inception_3a/1x1.1=2 fc=1").renamed(name -> name + "hha");
    assertThat(view.shapes())
        .containsExactly(
            Map.entry("inception_3a/1x1hha.0", Shape.of(2, 3)),
            Map.entry("inception_3a/1x1hha.1", Shape.of(2)),
            Map.entry("fchha", Shape.of(1)));
    assertThat(values(view, "inception_3a/1x1hha.1")).containsExactly(1, 2);
    assertThatThrownBy(() -> view.read("inception_3a/1x1.0"))
        .hasMessage(
            "arrays in memory, layers renamed: no array 'inception_3a/1x1.0' among its 3; nearest:"
                + " inception_3a/1x1hha.0, inception_3a/1x1hha.1, fchha");
    assertThatThrownBy(() -> view.read("fchha", Nd4j.zeros(DataType.FLOAT, 2)))
        .hasMessage("'fchha': found 1, expected as many elements as 2");
  }

  @Test
  void renamedRefusesOneNameForTwoLayersAndNone() {
    WeightSource source = source("a.0=1 a.1=1 b.0=1");
    assertThatThrownBy(() -> source.renamed(name -> "c"))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "renamed: found 'c' as the name of both 'a' and 'b', expected a name for each layer");
    UnaryOperator<String> onlyA = name -> name.equals("a") ? "c" : "";
    assertThatThrownBy(() -> source.renamed(onlyA))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "renamed: found no name for layer 'b'; return 'b' to keep it, or leave it out:"
                + " without(\"b\")");
  }

  @Test
  void withoutTakesGlobs() {
    WeightSource source = source("score_fr.0=1 score_fr.1=1 upscore2.0=1 upscore8.0=1 conv1.0=1");
    assertThat(source.without("score_fr", "upscore?").shapes()).containsOnlyKeys("conv1.0");
    assertThat(source.without("score_fr").describe())
        .isEqualTo("arrays in memory, without score_fr");
    assertThatThrownBy(() -> source.without("score_fr", "cnov*"))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "arrays in memory: no layer matches 'cnov*'; nearest: conv1, score_fr, upscore2");
  }

  /** As in nyud-fcn32s-color-d, for one further channel and for two. */
  @Test
  void furtherInputChannelsGetTheMeanOverTheOld() {
    WeightSource source = source("conv1_1.0=2x3x1x2 conv1_1.1=2 conv1_2.0=2x2x1x1");
    WeightSource view = source.withInputChannels("conv1_1", "conv1_1_bgrd", 4);
    assertThat(view.shapes())
        .containsExactly(
            Map.entry("conv1_1_bgrd.0", Shape.of(2, 4, 1, 2)),
            Map.entry("conv1_1_bgrd.1", Shape.of(2)),
            Map.entry("conv1_2.0", Shape.of(2, 2, 1, 1)));
    assertThat(values(view, "conv1_1_bgrd.0"))
        .containsExactly(1, 2, 3, 4, 5, 6, 3, 4, 7, 8, 9, 10, 11, 12, 9, 10);
    assertThat(values(view, "conv1_1_bgrd.1")).containsExactly(1, 2);
    assertThat(values(source.withInputChannels("conv1_1", "conv1_1", 5), "conv1_1.0"))
        .containsExactly(1, 2, 3, 4, 5, 6, 3, 4, 3, 4, 7, 8, 9, 10, 11, 12, 9, 10, 9, 10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv1 | rgbd | 3 | withInputChannels: 'conv1.0' is 2x3x1x2, expected fewer than 3 input"
            + " channels; they can only be added",
        "fc | rgbd | 4 | withInputChannels: 'fc.0' is 2x3, expected a convolution's O x I x kh x kw",
        "conv1 | fc | 4 | withInputChannels: 'conv1' cannot become 'fc', which is another layer of"
            + " arrays in memory",
        "cnv1 | rgbd | 4 | arrays in memory: no layer 'cnv1'; nearest: conv1, fc"
      })
  void inputChannelsAreRefused(String layer, String as, int channels, String message) {
    assertThatThrownBy(
            () -> source("conv1.0=2x3x1x2 fc.0=2x3").withInputChannels(layer, as, channels))
        .isInstanceOf(FcnException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "2x2x1x1, 2, 3x2x1x1, 3",
    "2x2, 2, 3x2, 3",
    "1x1x2x2, 1x1x1x2, 1x1x3x2, 1x1x1x3",
    "2x2x1x1, 1x1x1x2, 3x2x1x1, 1x1x1x3"
  })
  void furtherOutputsAreZero(String weights, String bias, String moreWeights, String moreBias) {
    WeightSource view =
        source("score.0=%s score.1=%s".formatted(weights, bias)).withOutputs("score", 3);
    assertThat(view.shape("score.0")).isEqualTo(Shape.parse(moreWeights));
    assertThat(view.shape("score.1")).isEqualTo(Shape.parse(moreBias));
    assertThat(values(view, "score.0")).containsExactly(1, 2, 3, 4, 0, 0);
    assertThat(values(view, "score.1")).containsExactly(1, 2, 0);
  }

  /** Old files have the weights of an inner product as 1 x 1 x O x K. */
  @Test
  void outputsOfOldWeightsWithoutBias() {
    WeightSource view = source("fc.0=1x1x2x2").withOutputs("fc", 3);
    assertThat(view.shape("fc.0")).isEqualTo(Shape.of(1, 1, 3, 2));
    assertThat(values(view, "fc.0")).containsExactly(1, 2, 3, 4, 0, 0);
  }

  @Test
  void outputsAreOverwrittenAndOtherLayersKept() {
    WeightSource source = source("score_fr.0=1x2x1x1 score_pool4.0=2x1x1x1 conv.0=1 upscore.0=1");
    WeightSource view = source.withOutputs("score_*", 2).without("upscore*");
    INDArray target = Nd4j.ones(DataType.FLOAT, 2, 2);
    view.read("score_fr.0", target);
    assertThat(target.ravel().toFloatVector()).containsExactly(1, 2, 0, 0);
    assertThat(values(view, "score_pool4.0")).containsExactly(1, 2);
    assertThat(view.shape("conv.0")).isEqualTo(Shape.of(1));
    assertThat(view.describe())
        .isEqualTo("arrays in memory, score_* with 2 outputs, without upscore*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score | 1 | withOutputs: 'score.0' is 2x2, expected at most 1 outputs; they can only be"
            + " added",
        "odd | 9 | withOutputs: 'odd.0' is 2x2, expected 3 outputs, as many as its layer has"
            + " otherwise",
        "scroe | 9 | arrays in memory: no layer matches 'scroe'; nearest: score, odd"
      })
  void outputsAreRefused(String layer, int outputs, String message) {
    assertThatThrownBy(
            () -> source("score.0=2x2 score.1=2 odd.0=2x2 odd.1=3").withOutputs(layer, outputs))
        .isInstanceOf(FcnException.class)
        .hasMessage(message);
  }

  @Test
  void aScaleIsFoldedPerInputChannel() {
    WeightSource source = source("scale.0=3 one.0=2x3x1x2 one.1=2 two.0=1x3x1x1 other.0=3x3x1x1");
    WeightSource view = source.foldScale("scale", "one", "two");
    assertThat(view.shapes()).containsOnlyKeys("one.0", "one.1", "two.0", "other.0");
    assertThat(values(view, "one.0")).containsExactly(1, 2, 6, 8, 15, 18, 7, 8, 18, 20, 33, 36);
    assertThat(values(view, "one.1")).containsExactly(1, 2);
    assertThat(values(view, "two.0")).containsExactly(1, 4, 9);
    assertThat(values(view, "other.0")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(values(source, "one.0")).as("the source").startsWith(1, 2, 3, 4);
  }

  @Test
  void oldShapesAndSingleFactorsAreFoldedToo() {
    assertThat(values(source("s.0=1x1x1x2 c.0=2x2x1x1").foldScale("s", "c"), "c.0"))
        .containsExactly(1, 4, 3, 8);
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("s.0", Nd4j.scalar(0.5f));
    arrays.put("c.0", counting(Shape.of(2, 2, 1, 1)));
    assertThat(values(WeightSource.of(arrays).foldScale("s", "c"), "c.0"))
        .containsExactly(0.5f, 1, 1.5f, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s.0=4 c.0=2x2x1x1 | foldScale: 'c.0' is 2x2x1x1 and 's.0' is 4, expected a convolution's"
            + " O x I x kh x kw and as many factors as I; a convolution with groups cannot take"
            + " them",
        "s.0=2 c.0=2x2 | foldScale: 'c.0' is 2x2 and 's.0' is 2, expected a convolution's O x I x kh"
            + " x kw and as many factors as I; a convolution with groups cannot take them",
        "s.0=2 s.1=2 c.0=2x2x1x1 | foldScale: found a bias in 's', expected factors alone; where a"
            + " convolution pads, no bias of its own can stand for that of its input",
        "s.0=2 cc.0=2x2x1x1 | arrays in memory: no layer 'c'; nearest: cc, s",
        "ss.0=2 c.0=2x2x1x1 | arrays in memory: no layer 's'; nearest: c, ss"
      })
  void aScaleIsRefused(String arrays, String message) {
    assertThatThrownBy(() -> source(arrays).foldScale("s", "c"))
        .isInstanceOf(FcnException.class)
        .hasMessage(message);
  }

  @Test
  void viewsOfFilesReadIntoPlacesOfAnyShape(@TempDir Path folder) {
    Path file = folder.resolve("w.safetensors");
    SafeTensors.write(file, source("s.0=2 c.0=2x2x1x1 c.1=2").readAll(), Map.of("model", "small"));
    INDArray arena = Nd4j.zeros(DataType.FLOAT, 8);
    INDArray target = Views.strided(arena, 1, new long[] {6}, Views.cOrder(6));
    WeightSource opened = SafeTensors.open(file);
    try (WeightSource view = opened.foldScale("s", "c").withInputChannels("c", "d", 3)) {
      assertThat(view.metadata()).containsEntry("model", "small");
      view.read("d.0", target);
    }
    assertThat(arena.toFloatVector()).containsExactly(0, 1, 4, 2.5f, 3, 8, 5.5f, 0);
    assertThatThrownBy(() -> opened.read("s.0")).isInstanceOf(WeightFileException.class);
  }

  @Test
  void viewsReadNothingUntilTheyAreRead() {
    INDArray scale = Nd4j.createFromArray(2f);
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("s.0", scale);
    arrays.put("c.0", counting(Shape.of(2, 1, 1, 1)));
    WeightSource view = WeightSource.of(arrays).foldScale("s", "c");
    scale.assign(10);
    assertThat(values(view, "c.0")).containsExactly(10, 20);
    assertThatThrownBy(() -> view.read("c.0", Nd4j.zeros(DataType.FLOAT, 3)))
        .isInstanceOf(ShapeException.class);
  }
}
