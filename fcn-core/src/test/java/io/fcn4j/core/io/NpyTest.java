package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.nd4j.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpyTest {
  private static final String PAD = " ".repeat(58);

  private final Path file;

  NpyTest(@TempDir Path folder) {
    file = folder.resolve("array.npy");
  }

  @Test
  void writesTheseBytes() throws IOException {
    Npy.write(file, Nd4j.createFromArray(new float[][] {{1, -2}}));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }" + PAD + "\n";
    assertThat(header.length() + 10).isEqualTo(128);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(NpyFile.bytes(header, HexFormat.of().parseHex("0000803f000000c0")));
    Npy.write(file, Nd4j.createFromArray(1f, 2, 3));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("'shape': (3,), }");
    Npy.write(file, Nd4j.scalar(1f));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("'shape': (), }");
  }

  @Test
  void readsWhatWasWritten() {
    INDArray array = Nd4j.rand(DataType.FLOAT, 2, 3, Elements.CHUNK / 4, 1);
    assertRoundTrip(array);
    assertRoundTrip(array.reshape(6, Elements.CHUNK / 4).transpose());
    assertRoundTrip(Nd4j.createFromArray(1.5, 2.5));
    assertRoundTrip(Nd4j.scalar(3f));
  }

  private void assertRoundTrip(INDArray array) {
    Npy.write(file, array);
    INDArray found = Npy.read(file);
    assertThat(found.shape()).isEqualTo(array.shape());
    assertThat(Host.read(found)).isEqualTo(Host.read(array.castTo(DataType.FLOAT).dup('c')));
  }

  @Test
  void readsFilesOfNumPy() throws IOException {
    // numpy.save of numpy.asfortranarray(numpy.arange(6, dtype='<f4').reshape(2, 3)), without pad.
    Files.write(
        file,
        NpyFile.bytes("<f4", true, "(2, 3)", "00000000000040400000803f00008040000000400000a040"));
    assertThat(Npy.read(file))
        .isEqualTo(Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}}));
  }

  @Test
  void readsFortranOrderOfThreeAxes() throws IOException {
    Files.write(file, NpyFile.bytes("|u1", true, "(2, 2, 3)", "00060309010704" + "0a0208050b"));
    INDArray array = Npy.read(file);
    assertThat(array.shape()).containsExactly(2, 2, 3);
    assertThat(Host.read(array)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void convertsOtherTypes() throws IOException {
    assertConverted("<f8", "000000000000f83f00000000000000c0", 1.5f, -2);
    assertConverted("<f2", "003c00c0", 1, -2);
    assertConverted("<i4", "01000000feffffff", 1, -2);
    assertConverted("<i8", "0100000000000000ffffffffffffffff", 1, -1);
    assertConverted("|u1", "00ff", 0, 255);
    assertConverted("|b1", "0001", 0, 1);
  }

  private void assertConverted(String type, String hex, float... expected) throws IOException {
    Files.write(file, NpyFile.bytes(type, false, "(" + expected.length + "L,)", hex));
    assertThat(Npy.read(file).toFloatVector()).isEqualTo(expected);
  }

  @Test
  void readsVersionTwo() throws IOException {
    String header = "{\"shape\": (), \"descr\": \"<f4\", \"fortran_order\": True}";
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, (byte) header.length(), 0, 0, 0};
    byte[] whole = Arrays.copyOf(start, start.length + header.length() + 4);
    System.arraycopy(
        header.getBytes(StandardCharsets.US_ASCII), 0, whole, start.length, header.length());
    whole[whole.length - 2] = (byte) 0x80;
    whole[whole.length - 1] = 0x3f;
    Files.write(file, whole);
    assertThat(Host.read(Npy.read(file))).containsExactly(1);
  }

  @Test
  void readsTheMeanOfImageNet() {
    Path mean = Path.of("../../shared/data/ilsvrc/ilsvrc_2012_mean.npy");
    assumeTrue(Files.exists(mean), () -> mean + " is absent");
    assertThat(Npy.read(mean).mean(1, 2).toFloatVector())
        .usingComparatorWithPrecision(0.01f)
        .containsExactly(104.01f, 116.67f, 122.68f);
  }

  @Test
  void truncatedAnywhere() throws IOException {
    byte[] whole = NpyFile.bytes("<f4", false, "(2,)", "0000803f000000c0");
    for (int size = 0; size < whole.length; size++) {
      Files.write(file, Arrays.copyOf(whole, size));
      assertRefused(
          size < 6
              ? "not a .npy array; it looks like "
              : "but the file ends at byte " + size + "; it is truncated or damaged");
    }
  }

  @Test
  void refusesWhatItCannotRead() throws IOException {
    Files.writeString(file, "\u0089HDF\r\n", StandardCharsets.ISO_8859_1);
    assertRefused("not a .npy array; it looks like an HDF5 file");
    refuse("|O", "(1,)", "00", "element type '|O' cannot be read; expected one of <f4, <f8, <f2");
    refuse(">f4", "(1,)", "00000000", "element type '>f4' cannot be read");
    refuse("", "(1,)", "0000", "element type '' cannot be read");
    refuse("|u1", "(0,)", "", "found shape (0,), expected sizes of 1 and more");
    refuse("|u1", "(1,,1)", "00", "found shape (1,,1), expected sizes of 1 and more");
    refuse("|u1", "(-1,)", "00", "found shape (-1,), expected sizes of 1 and more");
    refuse("<f4", "(4611686018427387904, 4)", "00", "and at most 2^44 elements");
    refuse("<f4", "(4398046511104, 4)", "00", "takes 70368744177664 bytes from byte");
    refuse("<f4", "(1000000000,)", "00", "takes 4000000000 bytes from byte");
    refuse("|u1", "(1,)", "0001", "bytes 69 to 70 belong to no element");
    refuse("|u1", "1", "00", ", expected a plain 'shape'");
    Files.write(file, NpyFile.bytes("<f4", false, "(" + "1,".repeat(33) + ")", "00000000"));
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(FcnException.class)
        .hasMessageEndingWith("on at most 32 axes, and at most 2^44 elements");
    Files.writeString(file, "\u0093NUMPY\3\0", StandardCharsets.ISO_8859_1);
    assertRefused("found .npy version 3.0, expected 1.0 or 2.0");
    Files.writeString(file, "\u0093NUMPY\2\0\u00ff\u00ff\u00ff\u00ff", StandardCharsets.ISO_8859_1);
    assertRefused("a header of 4294967295 bytes was announced, expected at most 65536");
  }

  private void refuse(String type, String shape, String hex, String message) throws IOException {
    Files.write(file, NpyFile.bytes(type, false, shape, hex));
    assertRefused(message);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("cannot read " + file + ": ")
        .hasMessageContaining(message);
  }
}
