package io.fcn4j.layers;

import static io.fcn4j.layers.Layers.infogainLoss;
import static io.fcn4j.layers.Layers.infogainLossByBottom;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.AgainstCaffe;
import io.fcn4j.layers.caffe.Agreement;
import io.fcn4j.layers.caffe.LayerRun;
import io.fcn4j.testkit.LayerContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class InfogainLossTest {
  private static final Shape SCORES = Shape.of(2, 5, 3, 4);
  private static final Shape LABELS = Shape.of(2, 1, 3, 4);
  private static final Shape MATRIX = Shape.of(5, 5);

  /** Neither symmetric nor positive, with zeros, and with no two rows of one sum. */
  private static float gain(long i) {
    return i % 3 == 0 ? 0 : i * i % 11 - 3;
  }

  private static InfogainMatrix matrix(int classes) {
    float[] gains = new float[classes * classes];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = gain(i);
    }
    return InfogainMatrix.of(classes, gains);
  }

  /** Classes, some of them (a third) replaced by another label. */
  private static Host.FloatByIndex labels(int other) {
    CounterRandom random = CounterRandom.seeded(3);
    return i -> random.below(3, 2 * i) == 0 ? other : random.below(5, 2 * i + 1);
  }

  private static AgainstCaffe caffe(InfogainLoss layer, String fields) {
    return AgainstCaffe.layer(layer)
        .as("type: 'InfogainLoss' " + fields)
        .unforced()
        .bottom(2, InfogainLossTest::gain);
  }

  @Test
  void defaultsAreCaffes() {
    AgainstCaffe caffe = caffe(infogainLossByBottom(), "").bottom(1, labels(0));
    caffe.on(SCORES, LABELS, MATRIX);
    caffe.in(Phase.TEST).on(SCORES, Shape.of(2, 12), Shape.of(1, 1, 5, 5));
    caffe.on(Shape.of(6, 5), Shape.of(6), Shape.of(25));
    caffe.on(Shape.of(1, 5, 50, 70), Shape.of(1, 1, 50, 70), MATRIX);
  }

  @ParameterizedTest
  @EnumSource
  void everyNormalizationIsCaffes(Normalization normalization) {
    AgainstCaffe caffe =
        caffe(
            infogainLossByBottom().normalize(normalization).ignore(255),
            "loss_param { ignore_label: 255 normalization: %s }".formatted(normalization));
    caffe.bottom(1, labels(255)).on(SCORES, LABELS, MATRIX);
    caffe.bottom(1, i -> 255).on(SCORES, LABELS, MATRIX);
  }

  @Test
  void anyAxisIsCaffes() {
    caffe(infogainLossByBottom().axis(-1), "infogain_loss_param { axis: -1 }")
        .bottom(1, labels(0))
        .on(Shape.of(2, 4, 5), Shape.of(2, 4, 1), MATRIX);
  }

  @Test
  void saturatesWhereCaffeDoes() {
    caffe(infogainLossByBottom(), "")
        .bottom(0, i -> i % 7 == 0 ? 500 : -500)
        .bottom(1, labels(0))
        .on(SCORES, LABELS, MATRIX);
  }

  @Test
  void theMatrixMayBeTheRecordsOwn(@TempDir Path folder) throws IOException {
    Path source = folder.resolve("H.binaryproto");
    Files.write(source, blobProto(matrix(5)));
    caffe(infogainLoss(matrix(5)), "infogain_loss_param { source: '%s' }".formatted(source))
        .bottom(1, labels(0))
        .on(SCORES, LABELS);
  }

  /** A BlobProto of 1 x 1 x C x C: fields 1 to 4 are its dimensions, 5 its data. */
  private static byte[] blobProto(InfogainMatrix matrix) {
    byte classes = (byte) matrix.classes();
    float[] gains = matrix.gains();
    ByteBuffer bytes = ByteBuffer.allocate(10 + 4 * gains.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {8, 1, 16, 1, 24, classes, 32, classes, 42, (byte) (4 * gains.length)});
    for (float gain : gains) {
      bytes.putFloat(gain);
    }
    return bytes.array();
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    Shape scores = Shape.of(2, 3, 2, 3);
    Shape labels = Shape.of(2, 1, 2, 3);
    return Stream.of(
            LayerContract.of(infogainLossByBottom().ignore(1))
                .bottom(1, i -> i * 7 % 3)
                .on(scores, labels, Shape.of(3, 3)),
            LayerContract.of(infogainLoss(matrix(3)).withProbabilities())
                .bottom(1, i -> i * 7 % 3)
                .ignoring(1)
                .on(scores, labels))
        .flatMap(tests -> tests);
  }

  @Test
  void theIdentityIsTheSoftmaxLoss() {
    float[] identity = new float[25];
    for (int c = 0; c < 5; c++) {
      identity[6 * c] = 1;
    }
    InfogainLoss layer = infogainLoss(InfogainMatrix.of(5, identity)).withProbabilities();
    LayerRun ours = LayerRun.of(layer, Phase.TRAIN, 1, SCORES, LABELS);
    LayerRun softmax =
        LayerRun.of(softmaxLoss().withProbabilities(), Phase.TRAIN, 1, SCORES, LABELS);
    for (LayerRun run : List.of(ours, softmax)) {
      Host.fill(run.bottom(0), CounterRandom.seeded(6)::gaussian);
      Host.fill(run.bottom(1), labels(0));
      run.topDiff().assign(1);
      run.forward();
      run.backward();
    }
    Agreement.require("loss", ours.top(), softmax.top(), 1e-6);
    Agreement.require("probabilities", ours.top(1), softmax.top(1), 0);
    Agreement.require("gradient", ours.bottomDiff(), softmax.bottomDiff(), 1e-6);
  }

  @Test
  void theMatrixOfABottomMayChange() {
    LayerRun run =
        LayerRun.of(
            infogainLossByBottom(), Phase.TRAIN, 1, Shape.of(1, 2), Shape.of(1), Shape.of(2, 2));
    run.bottom(0).assign(0);
    run.bottom(1).assign(1);
    run.topDiff().assign(1);
    Host.write(new float[] {9, 9, 0, 1}, run.bottom(2));
    run.forward();
    run.backward();
    assertThat(Host.read(run.bottomDiff())).containsExactly(0.5f, -0.5f);
    Host.write(new float[] {9, 9, 3, 1}, run.bottom(2));
    run.forward();
    run.backward();
    assertThat(Host.read(run.bottomDiff())).containsExactly(-1, 1);
  }

  @Test
  void ignoredCellsGiveNothingWhateverTheirScores() {
    InfogainLoss layer = infogainLoss(matrix(5)).ignore(255);
    LayerRun run = LayerRun.of(layer, Phase.TRAIN, 1, SCORES, LABELS);
    run.bottom(0).assign(Float.NaN);
    run.bottom(1).assign(255);
    run.topDiff().assign(1);
    run.forward();
    run.backward();
    assertThat(run.top().getFloat(0)).isZero();
    assertThat(Host.read(run.bottomDiff())).containsOnly(0f);
  }

  @Test
  void aScoreThatIsNotANumberIsNotHidden() {
    LayerRun run = LayerRun.of(infogainLoss(matrix(5)), Phase.TRAIN, 1, SCORES, LABELS);
    INDArray scores = run.bottom(0).assign(0);
    scores.putScalar(0, Float.NaN);
    run.bottom(1).assign(0);
    run.forward();
    assertThat(run.top().getFloat(0)).isNaN();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> infogainLoss(matrix(4)).shapes(List.of(SCORES, LABELS)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "found an infogain matrix of 4x4, expected 5x5 for scores of 5 classes (2x5x3x4)");
    assertThatThrownBy(() -> infogainLossByBottom().shapes(List.of(SCORES, LABELS, Shape.of(5, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("found an infogain matrix of 5x4, expected 5x5");
    assertThatThrownBy(() -> infogainLoss(matrix(5)).shapes(List.of(SCORES, Shape.of(3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("labels do not fit the scores");
    assertThatThrownBy(() -> InfogainMatrix.of(2, 1, 2, 3))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "infogain matrix: found 3 values for 2 classes, expected a row of values for each"
                + " class");
    assertThatThrownBy(() -> InfogainMatrix.of(2, 1, 2, Float.NaN, 3))
        .isInstanceOf(FcnException.class)
        .hasMessage("infogain matrix: found NaN in row 1, column 0, expected finite numbers");
  }

  @Test
  void matricesAreValues() {
    float[] gains = {1, 2, 3, 4};
    InfogainMatrix matrix = InfogainMatrix.of(2, gains);
    gains[0] = 7;
    matrix.gains()[1] = 7;
    assertThat(matrix.gains()).containsExactly(1, 2, 3, 4);
    assertThat(matrix).isEqualTo(InfogainMatrix.of(2, 1, 2, 3, 4)).hasToString("2x2");
    assertThat(matrix).hasSameHashCodeAs(InfogainMatrix.of(2, 1, 2, 3, 4));
    assertThat(matrix).isNotEqualTo(InfogainMatrix.of(2, 1, 2, 3, 5));
  }
}
