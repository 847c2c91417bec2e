package io.fcn4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.LoadReport.Outcome;
import io.fcn4j.core.TestLayers.Weigh;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights of one net for another, seen through views of their source. */
class SurgeryTest {
  /** A net of layers with one parameter each, all in a row. */
  private static Net net(Shape shape, String... layers) {
    NetBuilder b = NetBuilder.named("row");
    Blob x = b.input("x", shape);
    for (String layer : layers) {
      x = b.add(layer, new Weigh(Filler.constant(-1)), x);
    }
    return b.build(1);
  }

  private static INDArray filled(float value, long... shape) {
    return Nd4j.valueArrayOf(shape, value, DataType.FLOAT);
  }

  private static WeightSource vgg(float value) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("conv1_1.0", filled(value, 2, 3));
    arrays.put("score_fr.0", filled(value, 5, 3));
    return WeightSource.of(arrays);
  }

  private static float first(Net net, String key) {
    return net.params().get(key).array().getFloat(0);
  }

  @Test
  void twoStreamsAreFilledBySuffix() {
    Net net = net(Shape.of(2, 3), "conv1_1color", "conv1_1hha", "score");
    LoadReport report = net.params().transplant(vgg(7).renamed(name -> name + "color"));
    assertThat(report.keys(Outcome.MATCHED)).containsExactly("conv1_1color.0");
    assertThat(report.keys(Outcome.UNUSED)).containsExactly("score_frcolor.0");
    assertThat(report.toString()).startsWith("arrays in memory, layers renamed: 1 of 4 matched");
    net.params().transplant(vgg(8).renamed(name -> name + "hha"));
    assertThat(first(net, "conv1_1color.0")).isEqualTo(7);
    assertThat(first(net, "conv1_1hha.0")).isEqualTo(8);
    assertThat(first(net, "score.0")).isEqualTo(-1);
  }

  @Test
  void aLayerOfAnotherSizeIsLeftOutAsTheErrorSays() {
    Net net = net(Shape.of(2, 3), "conv1_1", "score_fr");
    assertThatThrownBy(() -> net.params().transplant(vgg(7)))
        .isInstanceOf(FcnException.class)
        .hasMessageContaining("transplant(source.without(\"score_fr\")); nothing was loaded")
        .hasMessageContaining(
            "other size   score_fr.0               needed 2x3                found 5x3");
    assertThat(first(net, "conv1_1.0")).isEqualTo(-1);
    LoadReport report = net.params().transplant(vgg(7).without("score_fr"));
    assertThat(report.keys(Outcome.MISSING)).containsExactly("score_fr.0");
    assertThat(first(net, "conv1_1.0")).isEqualTo(7);
    assertThat(first(net, "score_fr.0")).isEqualTo(-1);
  }

  @Test
  void oldCaffeShapesPassAStrictLoad() {
    Net net = net(Shape.of(4, 12), "fc");
    WeightSource old = WeightSource.of(Map.of("fc.0", filled(3, 1, 1, 4, 12)));
    assertThat(net.params().load(old).isComplete()).isTrue();
    assertThat(first(net, "fc.0")).isEqualTo(3);
  }

  @Test
  void anotherNumberOfParametersIsSaid() {
    Net net = net(Shape.of(2, 3), "conv");
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("conv.0", filled(7, 2, 3));
    arrays.put("conv.1", filled(7, 2));
    arrays.put("other.1", filled(7, 2));
    assertThatThrownBy(() -> net.params().load(WeightSource.of(arrays)))
        .hasMessage(
            String.format(
                "the weights do not fit the net; nothing was loaded (params().transplant(source)"
                    + " takes what has a namesake)\n"
                    + "arrays in memory: 1 of 3 matched%n"
                    + "  unused       conv.1                   needed -                  found 2"
                    + " (parameters of 'conv': 1 in the net, 2 in the source)%n"
                    + "  unused       other.1                  needed -                  found 2"));
    assertThat(first(net, "conv.0")).isEqualTo(-1);
    arrays.remove("conv.0");
    assertThatThrownBy(() -> net(Shape.of(2), "other").params().load(WeightSource.of(arrays)))
        .hasMessageEndingWith(
            String.format(
                "missing      other.0                  needed 2                  found -%n"
                    + "  unused       conv.1                   needed -                  found 2%n"
                    + "  unused       other.1                  needed -                  found 2"));
  }

  @Test
  void aStrictLoadOfFullyConnectedWeightsHintsAtConvolutions() {
    Net net = net(Shape.of(4, 3, 2, 2), "fc6");
    WeightSource source = WeightSource.of(Map.of("fc6.0", filled(7, 4, 12)));
    assertThatThrownBy(() -> net.params().load(source))
        .hasMessage(
            String.format(
                "the weights do not fit the net; nothing was loaded (params().transplant(source)"
                    + " also takes fully connected weights for convolutions)\n"
                    + "arrays in memory: 0 of 1 matched%n"
                    + "  other shape  fc6.0                    needed 4x3x2x2            found 4x12"
                    + " (same count, as in fc->conv)"));
  }

  @Test
  void aViewIsWrittenToAFile(@TempDir Path folder) {
    Path file = folder.resolve("color.safetensors");
    WeightSource view = vgg(7).renamed(name -> name + "color").without("score*");
    SafeTensors.write(file, view.readAll(), Map.of());
    try (WeightSource written = SafeTensors.open(file)) {
      assertThat(written.shapes()).containsExactly(Map.entry("conv1_1color.0", Shape.of(2, 3)));
      assertThat(written.read("conv1_1color.0")).isEqualTo(filled(7, 2, 3));
    }
  }
}
