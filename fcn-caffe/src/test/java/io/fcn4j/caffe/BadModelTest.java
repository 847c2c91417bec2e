package io.fcn4j.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.fcn4j.caffe.proto.BlobProto;
import io.fcn4j.caffe.proto.BlobShape;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.NetParameter;
import io.fcn4j.caffe.proto.SolverState;
import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Binary files that are damaged, or none of Caffe's. */
class BadModelTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("net.caffemodel");
  }

  private void assertRefused(byte[] bytes, String message) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> CaffeModel.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("cannot read " + file + ": " + message);
  }

  private void assertRefused(String bytes, String message) throws IOException {
    assertRefused(bytes.getBytes(StandardCharsets.ISO_8859_1), message);
  }

  private static byte[] blob(BlobProto.Builder blob) {
    NetParameter.Builder net = NetParameter.newBuilder().setName("net");
    net.addLayerBuilder().setName("a").addBlobs(blob);
    return net.build().toByteArray();
  }

  private static BlobProto.Builder shaped(Long... dims) {
    return BlobProto.newBuilder().setShape(BlobShape.newBuilder().addAllDim(List.of(dims)));
  }

  @Test
  void saysWhatAnotherFileLooksLike() throws IOException {
    assertRefused("\u0089PNG\r\n\u001a\n", "not a binary Caffe model; it looks like a PNG image");
    assertRefused(
        "\u0089HDF\r\n\u001a\n\0\0", "not a binary Caffe model; it looks like an HDF5 file");
    assertRefused("name: 'net'\n", "not a binary Caffe model; it looks like a text file");
    assertRefused("", "not a binary Caffe model; it looks like an empty file");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> CaffeModel.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("cannot read " + file + ": no such file");
    assertThatThrownBy(() -> CaffeModel.open(folder))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("cannot read " + folder + ": Is a directory");
  }

  @Test
  void saysWhereItWasCutOff() throws IOException {
    CaffeModel.write(file, WeightSource.of(Map.of("fc.0", Nd4j.createFromArray(1f, 2, 3))));
    byte[] whole = Files.readAllBytes(file);
    assertRefused(
        Arrays.copyOf(whole, whole.length - 1),
        "truncated or damaged at byte 3: a length of 25 bytes was announced, but only 24 follow");
    for (int length = 4; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> CaffeModel.open(file))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("truncated or damaged at byte 3: a length of 25 bytes");
    }
  }

  @Test
  void saysWhereItIsDamaged() throws IOException {
    assertRefused(
        "\n\3net\u00a3\6",
        "truncated or damaged at byte 7: found field 100 of wire type 3, which Caffe's files"
            + " don't have");
    assertRefused(
        "\n\3net\u00a2\6\u00ff\u00ff\u00ff\u00ff\7",
        "truncated or damaged at byte 12: a length of 2147483647 bytes was announced, but only 0"
            + " follow");
    assertRefused(
        "\n\3net\u00a2\6\u00ff\u00ff\u00ff\u00ff\u000f",
        "truncated or damaged at byte 12: a length of 4294967295 bytes was announced, but only 0"
            + " follow");
    assertRefused(
        "\n\3net\u00a2\6\u00ff",
        "truncated or damaged at byte 8: While parsing a protocol message, the input ended"
            + " unexpectedly in the middle of a field.  This could mean either that the input has"
            + " been truncated or that an embedded message misreported its own length.");
  }

  @Test
  void valuesMustFitTheShape() throws IOException {
    assertRefused(
        blob(shaped(2L, 3L).addData(1)),
        "truncated or damaged at byte 25: found 1 values, expected 6 for shape 2x3");
    assertRefused(
        blob(BlobProto.newBuilder().setNum(1).setChannels(1).setHeight(2).addDoubleData(1)),
        "truncated or damaged at byte 29: shape 1x1x2x0: every dimension must be at least 1");
    assertRefused(
        blob(shaped(-1L).addData(1)),
        "truncated or damaged at byte 33: shape -1: every dimension must be at least 1");
    assertRefused(
        blob(shaped(1L << 62, 4L).addData(1)),
        "truncated or damaged at byte 33: shape 4611686018427387904x4: more elements than any"
            + " memory holds");
    Long[] ones = new Long[33];
    Arrays.fill(ones, 1L);
    assertRefused(
        blob(shaped(ones)),
        "truncated or damaged at byte 50: found a shape of 33 axes, expected at most 32");
  }

  /** Bytes again and again, far fewer than fill the memory as messages. */
  private static byte[] times(int count, byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("\n\3net".getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < count; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  @Test
  void boundsWhatIsKept() throws IOException {
    assertRefused(
        times(2_000_000, new byte[] {(byte) 0xa2, 6, 0}),
        "truncated or damaged at byte 4194308: found more bytes besides the values of blobs than"
            + " any net needs");
    byte[] layer = LayerParameter.newBuilder().setName("x".repeat(1 << 22)).build().toByteArray();
    ByteArrayOutputStream net = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(net);
    out.writeString(NetParameter.NAME_FIELD_NUMBER, "net");
    out.writeByteArray(NetParameter.LAYER_FIELD_NUMBER, layer);
    out.flush();
    assertRefused(
        net.toByteArray(),
        "truncated or damaged at byte 16: found more bytes besides the values of blobs than any"
            + " net needs");
    BlobProto scalar = BlobProto.newBuilder().addData(1).build();
    LayerParameter many =
        LayerParameter.newBuilder().addAllBlobs(Collections.nCopies(140_000, scalar)).build();
    Files.write(file, NetParameter.newBuilder().setName("n").addLayer(many).build().toByteArray());
    assertThatThrownBy(() -> CaffeModel.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageEndingWith("found more than 131072 blobs, more than any net has");
  }

  @Test
  void statesAndMeansSayTheSame() throws IOException {
    Files.writeString(file, "iter: 7");
    assertThatThrownBy(() -> CaffeState.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage(
            "cannot read " + file + ": not a binary solver state; it looks like a text file");
    assertThatThrownBy(() -> MeanImage.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("cannot read " + file + ": not a binary Caffe blob; it looks like a text file");
    Files.write(file, SolverState.newBuilder().setCurrentStep(3).build().toByteArray());
    assertThatThrownBy(() -> CaffeState.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("cannot read " + file + ": not a solver state: it says no iteration");
    Files.write(file, shaped(2L).addData(1).build().toByteArray());
    assertThatThrownBy(() -> MeanImage.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage(
            "cannot read "
                + file
                + ": truncated or damaged at byte 11: found 1 values, expected 2 for shape 2");
    assertThat(Files.deleteIfExists(file)).isTrue();
  }
}
