package io.fcn4j.caffe.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fcn4j.core.Shape;
import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.layers.caffe.CaffeNet;
import java.nio.file.Path;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the HDF5 library can write and Caffe does not. */
class Hdf5LibraryTest {
  private static final int TRUNCATE = 2;
  private static final int COMPACT = 0;
  private static final int LATEST = 3;

  private final Path path;

  Hdf5LibraryTest(@TempDir Path folder) {
    path = folder.resolve("net.caffemodel.h5");
  }

  @BeforeEach
  void requireTheLibrary() {
    CaffeNet.assumeAvailable();
    hdf5.H5open();
  }

  @Test
  void typesAndByteOrders() {
    long file = create(0);
    dataset(file, "0", hdf5.H5T_IEEE_F64LE_g(), 0, 1, -2, 0.1f);
    dataset(file, "1", hdf5.H5T_IEEE_F64BE_g(), 0, 3);
    dataset(file, "2", hdf5.H5T_IEEE_F32BE_g(), 0, 4, 5);
    hdf5.H5Fclose(file);
    try (WeightSource source = Hdf5Weights.open(path)) {
      assertThat(Host.read(source.read("a/b.0"))).containsExactly(1, -2, 0.1f);
      assertThat(Host.read(source.read("a/b.1"))).containsExactly(3);
      assertThat(Host.read(source.read("a/b.2"))).containsExactly(4, 5);
    }
  }

  @Test
  void groupsOfTheNewFormat() {
    long access = hdf5.H5Pcreate(hdf5.H5P_CLS_FILE_ACCESS_ID_g());
    hdf5.H5Pset_libver_bounds(access, 1, LATEST);
    long file = create(access);
    // Enough for links in a heap of their own.
    for (int i = 0; i < 20; i++) {
      dataset(file, Integer.toString(i), hdf5.H5T_IEEE_F32LE_g(), 0, i, 1);
    }
    hdf5.H5Pclose(access);
    hdf5.H5Fclose(file);
    try (WeightSource source = Hdf5Weights.open(path)) {
      assertThat(source.shapes()).hasSize(20).containsEntry("a/b.19", Shape.of(2));
      assertThat(Host.read(source.read("a/b.19"))).containsExactly(19, 1);
    }
  }

  @Test
  void otherLayouts() {
    long compact = hdf5.H5Pcreate(hdf5.H5P_CLS_DATASET_CREATE_ID_g());
    hdf5.H5Pset_layout(compact, COMPACT);
    refuse(compact, "COMPACT");
    long chunked = hdf5.H5Pcreate(hdf5.H5P_CLS_DATASET_CREATE_ID_g());
    hdf5.H5Pset_chunk(chunked, 1, new long[] {2});
    hdf5.H5Pset_deflate(chunked, 6);
    refuse(chunked, "CHUNKED");
  }

  private void refuse(long creation, String layout) {
    long file = create(0);
    dataset(file, "0", hdf5.H5T_IEEE_F32LE_g(), creation, 1, 2, 3);
    hdf5.H5Pclose(creation);
    hdf5.H5Fclose(file);
    assertRefused(
        "data set 'data/a/b/0' is stored in the layout "
            + layout
            + ", expected CONTIGUOUS as Caffe writes it; convert the file with h5repack -f NONE -l"
            + " CONTI OLD NEW");
  }

  @Test
  void halfPrecision() {
    long half = hdf5.H5Tcopy(hdf5.H5T_IEEE_F32LE_g());
    hdf5.H5Tset_fields(half, 15, 10, 5, 0, 10);
    hdf5.H5Tset_size(half, 2);
    hdf5.H5Tset_ebias(half, 15);
    long file = create(0);
    dataset(file, "0", half, 0, 1, 2, 3);
    hdf5.H5Tclose(half);
    hdf5.H5Fclose(file);
    assertRefused(
        "data set 'data/a/b/0' holds floatingpoint of 2 bytes, expected float32 or float64");
  }

  @Test
  void dataThatWasNeverWritten() {
    long file = create(0);
    long space = hdf5.H5Screate_simple(1, new long[] {3}, new long[] {3});
    long type = hdf5.H5T_IEEE_F32LE_g();
    hdf5.H5Dclose(hdf5.H5Dcreate2(file, "data/a/b/0", type, space, 0, 0, 0));
    hdf5.H5Sclose(space);
    hdf5.H5Fclose(file);
    assertRefused("data set 'data/a/b/0' of shape [3] holds no data");
  }

  @Test
  void links() {
    long file = create(0);
    dataset(file, "0", hdf5.H5T_IEEE_F32LE_g(), 0, 1);
    hdf5.H5Lcreate_soft("/data/a", file, "data/c", 0, 0);
    hdf5.H5Fclose(file);
    assertRefused(
        "'data/c' is a link or a type, expected only groups and data sets, as in Caffe's files");
  }

  /** A file with a layer a/b. */
  private long create(long access) {
    long file = hdf5.H5Fcreate(path.toString(), TRUNCATE, 0, access);
    assertThat(file).isPositive();
    for (String group : new String[] {"data", "data/a", "data/a/b"}) {
      hdf5.H5Gclose(hdf5.H5Gcreate2(file, group, 0, 0, 0));
    }
    return file;
  }

  private static void dataset(long file, String name, long type, long creation, float... values) {
    long[] dims = {values.length};
    long space = hdf5.H5Screate_simple(1, dims, dims);
    long dataset = hdf5.H5Dcreate2(file, "data/a/b/" + name, type, space, 0, creation, 0);
    try (FloatPointer memory = new FloatPointer(values)) {
      assertThat(hdf5.H5Dwrite(dataset, hdf5.H5T_NATIVE_FLOAT_g(), 0, 0, 0, memory)).isZero();
    }
    hdf5.H5Dclose(dataset);
    hdf5.H5Sclose(space);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Hdf5Weights.open(path))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("cannot read " + path + ": " + message);
  }
}
