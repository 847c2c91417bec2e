package io.fcn4j.caffe.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.Views;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Hdf5WeightsTest {
  private static final Path FOREIGN = Path.of("../../shared/data/hdf5/sample_data.h5");

  private final Path file;

  Hdf5WeightsTest(@TempDir Path folder) {
    file = folder.resolve("net.caffemodel.h5");
  }

  @Test
  void readsWhatWasWritten() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    INDArray big = Nd4j.rand(DataType.FLOAT, 3, Elements.CHUNK / 2, 1, 1);
    arrays.put("fc6.0", big);
    arrays.put("fc6.1", Nd4j.scalar(3f));
    arrays.put("view.0", Views.slice(big, 0, 1, 3));
    arrays.put("transposed.0", big.reshape(3, Elements.CHUNK / 2).transpose());
    arrays.put("doubles.0", Nd4j.createFromArray(1.5, 2.5, 3.5));
    arrays.put("inception_3a/1x1.0", Nd4j.createFromArray(1f, 2));
    arrays.put("inception_3a/3x3.0", Nd4j.createFromArray(3f));
    arrays.put("res.2a/größe.1", Nd4j.createFromArray(4f));
    Hdf5Weights.write(file, arrays);
    try (WeightSource source = Hdf5Weights.open(file)) {
      assertThat(source.shapes()).containsOnlyKeys(arrays.keySet());
      assertThat(source.metadata()).isEmpty();
      assertThat(source.describe()).isEqualTo(file + " (HDF5)");
      arrays.forEach(
          (name, array) -> {
            INDArray expected = array.castTo(DataType.FLOAT).dup('c');
            assertThat(source.shape(name)).isEqualTo(Shape.of(array.shape()));
            assertThat(Host.read(source.read(name))).isEqualTo(Host.read(expected));
          });
    }
  }

  @Test
  void holdsAnyNumberOfLayers() {
    // Around the edges of nodes of 8 names, and of trees of 32 nodes.
    for (int layers : new int[] {0, 1, 7, 8, 9, 255, 256, 257, 272, 273, 1000}) {
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      for (int i = 0; i < layers; i++) {
        arrays.put("layer" + i + ".0", Nd4j.scalar((float) i));
      }
      Hdf5Weights.write(file, arrays);
      try (WeightSource source = Hdf5Weights.open(file)) {
        assertThat(source.shapes()).hasSize(layers);
        arrays.forEach((name, array) -> assertThat(source.read(name)).isEqualTo(array));
      }
    }
  }

  @Test
  void equalArraysGiveEqualBytesInAnyOrder() throws IOException {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("b.0", Nd4j.createFromArray(1f, 2, 3));
    arrays.put("a.0", Nd4j.createFromArray(4f));
    Hdf5Weights.write(file, arrays);
    byte[] first = Files.readAllBytes(file);
    Hdf5Weights.write(file, new TreeMap<>(arrays));
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void readsIntoAnotherShapeAtAnOffset() {
    Hdf5Weights.write(file, Map.of("a.0", Nd4j.createFromArray(1f, 2, 3, 4)));
    INDArray arena = Nd4j.zeros(DataType.FLOAT, 8);
    try (WeightSource source = Hdf5Weights.open(file)) {
      source.read("a.0", Views.strided(arena, 3, new long[] {2, 2}, Views.cOrder(2, 2)));
    }
    assertThat(arena.toFloatVector()).containsExactly(0, 0, 0, 1, 2, 3, 4, 0);
  }

  @Test
  void readsBeyondTwoGigabytes() throws IOException {
    Hdf5Weights.write(file, Map.of("a.0", Nd4j.createFromArray(1f, 2)));
    long end = 3L << 30;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      int dataBytes = 2 * Float.BYTES;
      byte[] bytes = new byte[(int) sparse.length()];
      sparse.readFully(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int data = bytes.length - dataBytes;
      // The layout is the header's end, and ends with 6 bytes to fill up words.
      int address = data - 6 - 2 * Long.BYTES;
      assertThat(buffer.getLong(address)).isEqualTo(data);
      buffer.putLong(address, end - dataBytes).putLong(40, end);
      sparse.seek(0);
      sparse.write(bytes);
      sparse.seek(end - dataBytes);
      sparse.write(bytes, data, dataBytes);
    }
    try (WeightSource source = Hdf5Weights.open(file)) {
      assertThat(Host.read(source.read("a.0"))).containsExactly(1, 2);
    }
  }

  @Test
  void targetsThatDoNotFit() {
    Hdf5Weights.write(file, Map.of("a.0", Nd4j.createFromArray(1f, 2)));
    try (WeightSource source = Hdf5Weights.open(file)) {
      assertThatThrownBy(() -> source.read("a.0", Nd4j.zeros(DataType.FLOAT, 3)))
          .isInstanceOf(ShapeException.class)
          .hasMessage("'a.0': found 2, expected as many elements as 3");
      assertThatThrownBy(() -> source.read("b.0", Nd4j.zeros(DataType.FLOAT, 2)))
          .isInstanceOf(FcnException.class)
          .hasMessage(file + " (HDF5): no array 'b.0' among its 1; nearest: a.0");
    }
  }

  @Test
  void namesThatCannotBeWritten() {
    refuse("found an array 'conv', expected LAYER.INDEX", "conv");
    refuse("found an array 'conv.01', expected LAYER.INDEX", "conv.01");
    refuse("found an array '.0', expected LAYER.INDEX", ".0");
    refuse(
        "'data/a//b' cannot be written to HDF5: found '' between its slashes, expected a name that"
            + " is neither empty nor a dot; rename the layer",
        "a//b.0");
    refuse("'data/./a' cannot be written to HDF5: found '.' between its slashes", "./a.0");
    refuse("'data/a/0' cannot be both a data set and a group of HDF5", "a/0.0", "a.0");
    refuse("'data/a/0' cannot be both a group and a data set of HDF5", "a.0", "a/0.0");
  }

  private void refuse(String message, String... names) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (String name : names) {
      arrays.put(name, Nd4j.scalar(1f));
    }
    assertThatThrownBy(() -> Hdf5Weights.write(file, arrays))
        .isInstanceOf(FcnException.class)
        .hasMessageStartingWith(message);
    assertThat(file).doesNotExist();
  }

  @Test
  void otherFiles() throws IOException {
    assertRefused("no such file");
    Files.write(file, new byte[0]);
    assertRefused("not an HDF5 file; it looks like an empty file");
    Files.writeString(file, "name: 'net'");
    assertRefused("not an HDF5 file; it looks like a text file");
  }

  @Test
  void stateIsNoWeights() {
    new Hdf5State(1, "", 0, List.of()).write(file);
    assertRefused(
        "found data set 'current_step', group 'history', data set 'iter', expected a group 'data'"
            + " of layers; it is HDF5, but not weights of Caffe: choose a .caffemodel.h5");
  }

  @Test
  void hdf5OfSomethingElse() {
    Hdf5Writer writer = new Hdf5Writer();
    writer.write(file);
    assertRefused("found nothing, expected a group 'data' of layers; it is HDF5, but not weights");
    for (int i = 0; i < 11; i++) {
      writer.add("x" + i, Hdf5Leaf.number(i));
    }
    writer.write(file);
    assertRefused("data set 'x5', data set 'x6', 3 more, expected a group 'data' of layers");
    writer.add("data/conv/kernel", Hdf5Leaf.number(1));
    writer.write(file);
    assertRefused("found data set 'data/conv/kernel', expected data/LAYER/INDEX; it is HDF5, but");
  }

  @Test
  void integersAreNoWeights() {
    Hdf5Writer writer = new Hdf5Writer();
    writer.add("data/a/0", Hdf5Leaf.number(1));
    writer.write(file);
    assertRefused("data set 'data/a/0' holds int32, expected float32 or float64");
  }

  @Test
  void trainingDataOfCaffe() {
    assumeTrue(Files.exists(FOREIGN), "skipped: there is no " + FOREIGN + " beside the checkout");
    assertThatThrownBy(() -> Hdf5Weights.open(FOREIGN))
        .isInstanceOf(WeightFileException.class)
        .hasMessage(
            "cannot read "
                + FOREIGN
                + ": found data set 'data', data set 'label', data set 'label2', expected a group"
                + " 'data' of layers; it is HDF5, but not weights of Caffe: choose a .caffemodel.h5");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Hdf5Weights.open(file))
        .isInstanceOf(WeightFileException.class)
        .hasMessageStartingWith("cannot read " + file + ": ")
        .hasMessageContaining(message);
  }
}
