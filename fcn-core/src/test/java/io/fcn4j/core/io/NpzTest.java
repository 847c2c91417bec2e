package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Host;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpzTest {
  private static final byte[] ONE = NpyFile.bytes("<f4", false, "(1,)", "0000803f");

  private final Path file;

  NpzTest(@TempDir Path folder) {
    file = folder.resolve("arrays.npz");
  }

  @Test
  void readsWhatWasWritten() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("conv/b.0", Nd4j.rand(DataType.FLOAT, 3, Elements.CHUNK / 2));
    arrays.put("a", Nd4j.scalar(3f));
    Npz.write(file, arrays);
    assertThat(Npz.read(file).keySet()).containsExactly("conv/b.0", "a");
    try (WeightSource source = Npz.open(file)) {
      assertThat(source.shapes())
          .containsEntry("conv/b.0", Shape.of(3, Elements.CHUNK / 2))
          .containsEntry("a", Shape.of());
      arrays.forEach(
          (name, array) -> assertThat(Host.read(source.read(name))).isEqualTo(Host.read(array)));
      assertThat(source.metadata()).isEmpty();
      assertThat(source.describe()).isEqualTo(file + " (npz)");
    }
  }

  @Test
  void equalArraysGiveEqualBytes() throws IOException {
    Npz.write(file, Map.of("a", Nd4j.scalar(3f)));
    byte[] first = Files.readAllBytes(file);
    Npz.write(file, Map.of("a", Nd4j.scalar(3f)));
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void readsStoredAndDeflatedEntries() throws IOException {
    for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
      Files.write(file, zip(method, "x.npy", ONE));
      assertThat(Npz.read(file)).containsExactly(Map.entry("x", Nd4j.createFromArray(1f)));
    }
  }

  @Test
  void refusesOtherFiles() throws IOException {
    assertRefused("no such file");
    Npy.write(file, Nd4j.scalar(1f));
    assertRefused("not an .npz archive; it looks like a NumPy .npy array");
    Files.write(file, zip(ZipEntry.STORED, "archive/data.pkl", ONE));
    assertRefused("entry 'archive/data.pkl': expected a name that ends with .npy");
    Files.write(file, zip(ZipEntry.STORED, "x.npy", "text".getBytes(StandardCharsets.UTF_8)));
    assertRefused("entry 'x.npy': not a .npy array; it looks like a text file");
  }

  @Test
  void truncatedAnywhere() throws IOException {
    byte[] whole = zip(ZipEntry.DEFLATED, "x.npy", ONE);
    for (int size = 4; size < whole.length; size++) {
      Files.write(file, Arrays.copyOf(whole, size));
      assertRefused("the archive is truncated or damaged (");
    }
  }

  @Test
  void refusesDamagedElements() throws IOException {
    byte[] whole = zip(ZipEntry.STORED, "x.npy", ONE);
    int element = 30 + "x.npy".length() + ONE.length - 4;
    whole[element] ^= 1;
    Files.write(file, whole);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessage(
            "cannot read "
                + file
                + ": entry 'x.npy': the checksum does not match; the file is damaged");
  }

  @Test
  void refusesImpossibleSizes() throws IOException {
    byte[] whole = zip(ZipEntry.DEFLATED, "x.npy", ONE);
    // The uncompressed size in the central directory, which is found from the end of the file.
    int directory = whole.length - 22 - 46 - "x.npy".length();
    whole[directory + 27] = 0x7f;
    Files.write(file, whole);
    assertRefused("bytes is impossible");
  }

  private static byte[] zip(int method, String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      CRC32 checksum = new CRC32();
      checksum.update(content);
      ZipEntry entry = new ZipEntry(name);
      entry.setMethod(method);
      entry.setSize(content.length);
      entry.setCrc(checksum.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("cannot read " + file + ": ")
        .hasMessageContaining(message);
  }
}
