package io.fcn4j.caffe.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.caffe.PrototxtException;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.core.io.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir private Path folder;

  private TextFile<NetParameter> read(String text) throws IOException {
    return TextFile.read(
        Files.writeString(folder.resolve("net.prototxt"), text), NetParameter.getDefaultInstance());
  }

  private void assertRefused(String text, String... message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(PrototxtException.class)
        .hasMessage(folder.resolve("net.prototxt") + String.join("\n", message));
  }

  @Test
  void knowsWhereLayersBegin() throws IOException {
    TextFile<NetParameter> net =
        read("# a comment\nname: 'x'\nlayer { name: 'a' }\n\n  layer {\n name: 'b' }");
    assertThat(net.message().getLayer(1).getName()).isEqualTo("b");
    assertThat(net.place(NetParameter.LAYER_FIELD_NUMBER, 0)).hasToString(net.path() + ":3");
    assertThat(net.place(NetParameter.LAYER_FIELD_NUMBER, 1)).hasToString(net.path() + ":5");
  }

  @Test
  void namesUnknownFieldsAndValues() {
    assertRefused(
        "layer {\n  convolution_param { num_output: 3\n    kernelsize: 3 } foo: 4 }",
        ":3:5: ConvolutionParameter has no field 'kernelsize';"
            + " nearest: kernel_size, kernel_h, kernel_w");
    assertRefused(
        "layer {\n  pooling_param { pool: MAXX } }",
        ":2:25: PoolingParameter.PoolMethod has no value 'MAXX'; nearest: MAX, AVE, STOCHASTIC");
    assertRefused(
        "state { phase: TRIAN }", ":1:16: Phase has no value 'TRIAN'; nearest: TRAIN, TEST");
  }

  @Test
  void tellsOtherMistakes() {
    assertRefused("layer {\n  name: 3\n}", ":2:9: Expected string.");
    assertRefused(
        "name: 'a'\nname: 'b'",
        ":2:5: Non-repeated field \"caffe.NetParameter.name\" cannot be overwritten.");
    assertRefused("layer {\n  name: 'a'\n", ":3:1: Expected \"}\".");
    assertRefused("layer { name: 'a ", ":1:15: String missing ending quote.");
    assertRefused(
        "input_dim: 99999999999",
        ":1:12: Couldn't parse integer: Number out of range for 32-bit signed integer: 99999999999");
  }

  @Test
  void refusesOtherFiles() throws IOException {
    Path file = folder.resolve("net.prototxt");
    Files.write(file, new byte[] {10, 3, 'n', 'e', 't', (byte) 0xa2, 6, 0});
    assertThatThrownBy(() -> TextFile.read(file, NetParameter.getDefaultInstance()))
        .isInstanceOf(PrototxtException.class)
        .hasMessage(file + ": not a prototxt; it looks like a binary Caffe model");
    Path none = folder.resolve("none.prototxt");
    assertThatThrownBy(() -> TextFile.read(none, NetParameter.getDefaultInstance()))
        .isInstanceOf(FileException.class)
        .hasMessage("cannot read " + none + ": no such file");
  }

  @Test
  void readsCommentsInLatin1() throws IOException {
    Path file = folder.resolve("net.prototxt");
    Files.write(file, "# M\u00fcller\nname: 'x'".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(TextFile.read(file, NetParameter.getDefaultInstance()).message().getName())
        .isEqualTo("x");
  }

  @Test
  void boundsNesting() {
    String deep = "layer { ".repeat(2_000);
    assertThatThrownBy(() -> read(deep)).isInstanceOf(PrototxtException.class);
    assertThatThrownBy(() -> read("x".repeat((1 << 21) + 1)))
        .hasMessageContaining("found more than 2097152 bytes");
  }
}
