package io.fcn4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.Views;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafeTensorsTest {
  private final Path folder;
  private final Path file;

  SafeTensorsTest(@TempDir Path folder) {
    this.folder = folder;
    file = folder.resolve("model.safetensors");
  }

  @Test
  void writesTheseBytes() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("conv/1\".0", Nd4j.createFromArray(new float[][] {{1, -2}}));
    tensors.put("b", Nd4j.scalar(0.5f));
    SafeTensors.write(file, tensors, Map.of("z", "ä", "a", "12"));
    String header =
        "{\"__metadata__\":{\"a\":\"12\",\"z\":\"ä\"},"
            + "\"conv/1\\\".0\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}       ";
    byte[] expected =
        SafeTensorsFile.bytes(header, HexFormat.of().parseHex("0000803f000000c00000003f"));
    assertThat(header.getBytes(StandardCharsets.UTF_8).length % 8).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
  }

  @Test
  void readsWhatWasWritten() {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    INDArray big = Nd4j.rand(DataType.FLOAT, 3, Elements.CHUNK / 2, 1, 1);
    tensors.put("fc6.0", big);
    tensors.put("loss", Nd4j.scalar(3f));
    tensors.put("view", Views.slice(big, 0, 1, 3));
    tensors.put("transposed", big.reshape(3, Elements.CHUNK / 2).transpose());
    tensors.put("doubles", Nd4j.createFromArray(1.5, 2.5));
    Map<String, String> metadata = Map.of("model", "fcn8s-vgg16", "classes", "[\"ä\"]");
    SafeTensors.write(file, tensors, metadata);
    try (WeightSource source = SafeTensors.open(file)) {
      assertThat(source.shapes().keySet()).containsExactlyElementsOf(tensors.keySet());
      assertThat(source.metadata()).isEqualTo(metadata);
      assertThat(source.describe()).isEqualTo(file + " (safetensors)");
      tensors.forEach(
          (name, tensor) -> {
            INDArray expected = tensor.castTo(DataType.FLOAT).dup('c');
            assertThat(source.shape(name)).isEqualTo(Shape.of(tensor.shape()));
            assertThat(Host.read(source.read(name))).isEqualTo(Host.read(expected));
          });
    }
  }

  @Test
  void readsIntoAnotherShapeAtAnOffset() {
    SafeTensors.write(file, Map.of("a", Nd4j.createFromArray(1f, 2, 3, 4)), Map.of());
    INDArray arena = Nd4j.zeros(DataType.FLOAT, 8);
    try (WeightSource source = SafeTensors.open(file)) {
      source.read("a", Views.strided(arena, 3, new long[] {2, 2}, Views.cOrder(2, 2)));
    }
    assertThat(arena.toFloatVector()).containsExactly(0, 0, 0, 1, 2, 3, 4, 0);
  }

  @Test
  void emptyFileHasNoTensors() {
    SafeTensors.write(file, Map.of(), Map.of());
    try (WeightSource source = SafeTensors.open(file)) {
      assertThat(source.shapes()).isEmpty();
      assertThat(source.metadata()).isEmpty();
    }
  }

  @Test
  void convertsOtherTypes() {
    assertConverted("F64", "000000000000f83f00000000000000c0", 1.5f, -2);
    assertConverted("F16", "003c00c00100ff7b007c0080", 1, -2, 0x1p-24f, 65504, 1 / 0f, -0f);
    assertConverted("F16", "007e", Float.NaN);
    assertConverted("BF16", "803f00c0c07f", 1, -2, Float.NaN);
    assertConverted("I64", "0100000000000000ffffffffffffffff", 1, -1);
    assertConverted("I32", "01000000feffffff", 1, -2);
    assertConverted("U8", "00ff", 0, 255);
    assertConverted("BOOL", "0001", 0, 1);
  }

  @Test
  void readsBeyondTwoGigabytes() throws IOException {
    long hole = 3L << 30;
    String header =
        """
        {"hole":{"dtype":"F32","shape":[%d],"data_offsets":[0,%d]},\
        "end":{"dtype":"F32","shape":[1],"data_offsets":[%d,%d]}}"""
            .formatted(hole / 4, hole, hole, hole + 4);
    byte[] start = SafeTensorsFile.bytes(header, new byte[0]);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(start);
      sparse.seek(start.length + hole);
      sparse.writeInt(0x0000803f);
    }
    try (WeightSource source = SafeTensors.open(file)) {
      assertThat(source.shapes()).containsEntry("hole", Shape.of(hole / 4));
      assertThat(source.read("end").toFloatVector()).containsExactly(1);
    }
  }

  @Test
  void interruptedThreadStillReads() {
    SafeTensors.write(file, Map.of("a", Nd4j.scalar(1f)), Map.of());
    Thread.currentThread().interrupt();
    try (WeightSource source = SafeTensors.open(file)) {
      assertThat(source.read("a").toFloatVector()).containsExactly(1);
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void failureWhileWritingLeavesTheOldFile() {
    SafeTensors.write(file, Map.of("a", Nd4j.scalar(1f)), Map.of());
    Map<String, INDArray> failing =
        new LinkedHashMap<>() {
          @Override
          public Collection<INDArray> values() {
            throw new IllegalStateException("after the header");
          }
        };
    assertThatThrownBy(() -> SafeTensors.write(file, failing, Map.of()))
        .hasMessage("after the header");
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    try (WeightSource source = SafeTensors.open(file)) {
      assertThat(source.read("a").toFloatVector()).containsExactly(1);
    }
  }

  @Test
  void refusesWhatItCouldNotRead() {
    assertThatThrownBy(
            () -> SafeTensors.write(file, Map.of("__metadata__", Nd4j.scalar(1f)), Map.of()))
        .isInstanceOf(FcnException.class)
        .hasMessage("no tensor can have the name __metadata__");
    String text = "x".repeat(SafeTensorsHeader.MAX_LENGTH);
    assertThatThrownBy(() -> SafeTensors.write(file, Map.of(), Map.of("text", text)))
        .isInstanceOf(FcnException.class)
        .hasMessage(
            "the names and metadata of a weight file take 8388636 bytes, expected at most 8388608");
    assertThatThrownBy(
            () -> SafeTensors.write(file, Map.of("a", Nd4j.empty(DataType.FLOAT)), Map.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("found an array without elements, expected at least one");
    assertThat(folder).isEmptyDirectory();
  }

  private void assertConverted(String type, String hex, float... expected) {
    byte[] data = HexFormat.of().parseHex(hex);
    String header =
        "{\"a\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(type, expected.length, data.length);
    SafeTensorsFile.write(file, header, data);
    try (WeightSource source = SafeTensors.open(file)) {
      assertThat(source.read("a").toFloatVector()).isEqualTo(expected);
    }
  }
}
