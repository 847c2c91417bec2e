package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Phase;
import io.fcn4j.core.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nets in the text format that make no sense, and where it is said that they don't. */
class BadNetTest {
  /** The layers under test begin in line 2. */
  private static final String INPUT =
      "layer { name: 'in' type: 'Input' top: 'data' input_param { shape { dim: 1 dim: 4 dim: 9 dim: 9 } } }\n";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("net.prototxt");
  }

  private void assertRefused(String text, String message) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> Prototxt.read(file, Phase.TRAIN).graph())
        .isInstanceOf(PrototxtException.class)
        .hasMessage(file + message);
  }

  private void assertLayerRefused(String layer, String message) throws IOException {
    assertRefused(INPUT + "layer {" + layer + "}", ":2: layer 'a' " + message);
  }

  @Test
  void oneFormInAFile() throws IOException {
    assertRefused(
        "layer { name: 'a' type: 'ReLU' }\nlayers { name: 'b' type: RELU }",
        ":2: found 'layers' (before 2014) beside 'layer', expected one form in a file;"
            + " Caffe refuses such a net too");
    assertRefused(
        "layers { layer { name: 'a' type: 'relu' } }\nlayers { name: 'b' type: RELU }",
        ":2: found a layer of 2014 among layers of 2013, expected one form in a file");
  }

  @Test
  void rulesOfOneKind() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'ReLU' include { phase: TRAIN } exclude { phase: TEST }",
        "(ReLU): found both include and exclude, expected rules of one kind");
  }

  @Test
  void bottomsThatNoLayerMakes() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'ReLU' bottom: 'dta' top: 'b'",
        "(ReLU): unknown bottom 'dta'; nearest: data");
  }

  @Test
  void unknownTypes() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'Convolutoin' bottom: 'data' top: 'b'",
        "(Convolutoin): Caffe 1.0 has no layer of this type;"
            + " nearest: Convolution, Deconvolution, Concat");
    assertLayerRefused("name: 'a'", "(): found no type");
    assertRefused(
        "layers { layer { name: 'a' type: 'cnv' } }",
        ":1: layer 'a': unknown type 'cnv' of a net of 2013; nearest: conv, bnll, lrn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "RNN", "Recurrent", "LSTMUnit"})
  void recurrentLayers(String type) throws IOException {
    assertLayerRefused(
        "name: 'a' type: '" + type + "' bottom: 'data' top: 'b'",
        "("
            + type
            + "): recurrent layers, which keep a state from one step of a sequence to the next, are"
            + " not supported; fully convolutional nets have none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Filter|the size of its tops follows from values, not from sizes, so that nothing above it"
            + " can be planned; choose the images before they are fed to the net",
        "HDF5Output|it writes a file in every pass and computes nothing; take the layer out, and"
            + " read the blobs from the session",
        "Python|it runs code of its own in Python; write it as a Layer in Java and build the net in"
            + " a program"
      })
  void layersThatComputeNoBlobs(String type, String reason) throws IOException {
    assertLayerRefused(
        "name: 'a' type: '" + type + "' bottom: 'data' top: 'b'", "(" + type + "): " + reason);
  }

  @Test
  void stochasticPooling() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'Pooling' bottom: 'data' top: 'b' pooling_param { pool: STOCHASTIC kernel_size: 2 }",
        "(Pooling): pool STOCHASTIC is not supported, as it is not in Caffe without a GPU; expected"
            + " MAX or AVE");
  }

  @Test
  void unknownFillers() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'InnerProduct' bottom: 'data' top: 'b'"
            + " inner_product_param { num_output: 1 weight_filler { type: 'gausian' } }",
        "(InnerProduct): unknown filler 'gausian'; nearest: gaussian, constant, msra");
  }

  @Test
  void countsThatDoNotAgree() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'ReLU' bottom: 'data' top: 'b' loss_weight: 1 loss_weight: 1",
        "(ReLU): found 2 loss_weight, expected one for each of 1 tops");
    assertLayerRefused(
        "name: 'a' type: 'ReLU' bottom: 'data' top: 'b' propagate_down: true propagate_down: true",
        "(ReLU): found 2 propagate_down, expected one for each of 1 bottoms");
    assertLayerRefused(
        "name: 'a' type: 'ReLU' bottom: 'data' top: 'b' param { lr_mult: 1 }",
        "(ReLU): found rules for 1 parameters, but the layer has 0");
    assertRefused(
        "input: 'x' input: 'y' input_dim: 1 input_dim: 2 input_dim: 3 input_dim: 4",
        ": found 2 input, but 4 input_dim; expected four for each");
    assertRefused(
        "input: 'x' input_dim: 1", ": found 1 input, but 1 input_dim; expected four for each");
    assertRefused(
        "input: 'x' input_shape { dim: 1 } input_shape { dim: 1 }",
        ": found 1 input, but 2 input_shape; expected one for each");
    assertLayerRefused(
        "name: 'a' type: 'DummyData' top: 'b' dummy_data_param { num: 1 channels: 1 height: 1 }",
        "(DummyData): found 1 num, 1 channels, 1 height, 0 width, expected as many of each");
  }

  @Test
  void dataOfUnknownShape() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'Data' top: 'images' top: 'labels' data_param { source: 'db' }",
        "(Data): the shape of 'images' is in the data, which is not read here; give it with"
            + " an --input of the command line, or with Prototxt.input");
    assertLayerRefused(
        "name: 'a' type: 'Data'", "(Data): found no top, expected one for each blob of data");
    Prototxt net = Prototxt.read(Files.writeString(file, INPUT), Phase.TEST);
    assertThatThrownBy(() -> net.input("dat", Shape.of(1)))
        .isExactlyInstanceOf(FcnException.class)
        .hasMessage(file + ": the net has no input 'dat'; it has [data]; did you mean 'data'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "num_output: 4294967295 kernel_size: 1"
            + "|num_output: found 4294967295, expected at most 2147483647",
        "num_output: 0 kernel_size: 1|num_output: found 0, expected at least 1",
        "num_output: 1 kernel_size: 2147483648"
            + "|kernel_size: found 2147483648, expected at most 2147483647",
        "num_output: 1 kernel_size: 0"
            + "|found no kernel_size, expected it, or kernel_h and kernel_w",
        "num_output: 1 kernel_size: 65537 dilation: 65537"
            + "|found kernel 65537 with dilation 65537, expected them to span less than 2^31 cells",
        "num_output: 1 kernel_size: 1 stride: 0"
            + "|found kernel 1, stride 0, pad 0, dilation 1, expected at least 1, 1, 0, 1",
        "num_output: 1 kernel_size: 1 group: 0|group: found 0, expected at least 1",
        "num_output: 1 kernel_size: 1 axis: 2|axis: found 2, expected 1, the channels",
        "num_output: 4 kernel_size: 1 group: 3"
            + "|found 4 channels in, 4 out, group 3; expected a group that divides both"
            + "\\n  data           1x4x9x9",
        "num_output: 2147483647 kernel_size: 60000 pad: 30000"
            + "|shape 2147483647x4x60000x60000: more elements than any memory holds"
            + "\\n  data           1x4x9x9"
      })
  void sizesOutOfRange(String settings, String message) throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'Convolution' bottom: 'data' top: 'b' convolution_param {"
            + settings
            + "}",
        "(Convolution): " + message.replace("\\n", "\n"));
  }

  @Test
  void batchesOutOfRange() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'MemoryData' top: 'b' top: 'c' memory_data_param { batch_size: 4294967295"
            + " channels: 4294967295 height: 1 width: 1 }",
        "(MemoryData): shape 4294967295x4294967295x1x1: more elements than any memory holds");
    assertLayerRefused(
        "name: 'a' type: 'Concat' bottom: 'data' top: 'b' concat_param { concat_dim: 4294967295 }",
        "(Concat): concat_dim: found 4294967295, expected at most 2147483647");
  }

  @Test
  void namesOfFilesThatCannotBe() throws IOException {
    assertLayerRefused(
        "name: 'a' type: 'InfogainLoss' bottom: 'data' bottom: 'data'"
            + " infogain_loss_param { source: 'x\\000y' }",
        "(InfogainLoss): found 'x\0y', which cannot be the name of a file");
  }

  @Test
  void listsHaveThePlaceOfTheirBeginning() throws IOException {
    assertRefused(
        "\nlayer: [ { name: 'a' type: 'x' },\n { name: 'b' type: 'y' } ]",
        ":2: layer 'a' (x): Caffe 1.0 has no layer of this type; nearest: Exp, ELU, LRN");
  }

  @Test
  void noLayersAtAll() throws IOException {
    assertRefused("", ": not a prototxt; it looks like an empty file");
    assertRefused("name: 'x'", ": found no layer in phase TRAIN, expected a net");
  }
}
