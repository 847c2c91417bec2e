package io.fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fcn4j.core.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code fcn convert} of a net and its weights. */
class ConvertNetTest {
  private static final String DATA =
      """
      layer { name: "data" type: "Input" top: "data" top: "label"
              input_param { shape { dim: 1 dim: 3 dim: 8 dim: 9 } shape { dim: 1 dim: 1 dim: 8 dim: 9 } } }
      """;
  private static final String SCORE =
      """
      layer { name: "score" type: "Convolution" bottom: "data" top: "score"
              convolution_param { num_output: 2 kernel_size: 1 } }
      """;
  private static final String LOSS =
      """
      layer { name: "drop" type: "Dropout" bottom: "score" top: "score" include { phase: TRAIN } }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "score" bottom: "label" top: "loss" }
      """;

  @TempDir private Path temp;
  private final Map<String, INDArray> arrays = new LinkedHashMap<>();
  private Path out;
  private Path net;

  @BeforeEach
  void write() throws IOException {
    out = temp.resolve("new/net.onnx");
    net = Files.writeString(temp.resolve("net.prototxt"), DATA + SCORE + LOSS);
    arrays.put("score.0", Nd4j.rand(2, 3, 1, 1));
    arrays.put("score.1", Nd4j.rand(2));
  }

  private Path weights() {
    Path file = temp.resolve("w.safetensors");
    SafeTensors.write(file, arrays, Map.of());
    return file;
  }

  private void assertFails(int exitCode, String message, Object... arguments) {
    CliRun run = CliRun.of("convert", arguments);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void writesTheNetForInference() {
    CliRun run = CliRun.of("convert", net, weights(), out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            out
                + ": 1 operations, 8 values\n  input  data 1x3x8x9\n  output score 1x2x8x9"
                + System.lineSeparator());
    assertThat(out).isNotEmptyFile();
  }

  @Test
  void anySizeOfTheInput() {
    CliRun run =
        CliRun.of("convert --json --input data=2x3x5x7 --input label=2x1x5x7", net, weights(), out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json())
        .containsEntry("file", out.toString())
        .containsEntry("operations", 1L)
        .containsEntry("values", 8L);
    assertThat(run.json().get("inputs")).hasToString("{data=[2, 3, 5, 7]}");
    assertThat(run.json().get("outputs")).hasToString("{score=[2, 2, 5, 7]}");
    CliRun first = CliRun.of("convert --input 4x3x5x7 --input label=4x1x5x7", net, weights(), out);
    assertThat(first.out()).contains("output score 4x2x5x7");
  }

  @Test
  void refusesFilesInOtherPlaces() {
    assertFails(
        2,
        "found '%s' and weights alone, which do not say the layers; expected NET.prototxt IN"
                .formatted(out)
            + " OUT.onnx",
        weights(),
        out);
    assertFails(
        2, "found 'w.npz' after a net and weights, expected an .onnx", net, weights(), "w.npz");
    assertFails(
        2, "--input needs a net: NET.prototxt IN OUT.onnx", weights(), "o.npz --input 1x3x5x5");
    assertFails(2, "Unmatched argument at index 4: 'more'", net, weights(), out, "more");
    assertFails(1, "cannot read none.npz: no such file", net, "none.npz", out);
    assertFails(1, "cannot read none.prototxt: no such file", "none.prototxt", weights(), out);
    assertFails(1, weights() + ":", weights(), net, out);
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    arrays.remove("score.1");
    assertFails(1, "the weights do not fit the net; nothing was loaded", net, weights(), out);
    arrays.put("score.1", Nd4j.rand(3));
    assertFails(1, "other size   score.1", net, weights(), out);
  }

  @Test
  void refusesLayersWithoutWeights() throws IOException {
    String more =
        "layer { name: 'more' type: 'InnerProduct' bottom: 'score' top: 'more'"
            + " inner_product_param { num_output: 2 } }";
    Files.writeString(net, DATA + SCORE + LOSS + more);
    assertFails(
        1,
        weights()
            + ": found no weights for [more.0, more.1] of the net, expected all; take the layers"
            + " out or use the net that the weights belong to",
        net,
        weights(),
        out);
  }

  @Test
  void refusesWhatOnnxLacks() throws IOException {
    String layer = "layer { name: 'norm' type: 'MVN' bottom: 'score' top: 'norm' }";
    Files.writeString(net, DATA + SCORE + LOSS + layer);
    assertFails(
        1, "layer 'norm' (MVN): it cannot be exported to ONNX; expected", net, weights(), out);
  }

  @Test
  void asksForASize() throws IOException {
    String images =
        "layer { name: 'data' type: 'ImageData' top: 'data' top: 'label'"
            + " image_data_param { source: 'list.txt' } }";
    Files.writeString(net, images + SCORE);
    assertFails(
        1,
        net
            + ": found no size of 'data', expected one for the model; say it with --input"
            + " data=1x3x500x500",
        net,
        weights(),
        out);
    CliRun run = CliRun.of("convert --input data=1x3x8x8", net, weights(), out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    CliRun unknown = CliRun.of("convert --input image=1x3x8x8", net, weights(), out);
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("the net has no input 'image'");
  }
}
