package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.Shape;
import io.fcn4j.core.io.Elements;
import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An open HDF5 file of weights. */
final class Hdf5Source implements WeightSource {
  private final Path path;
  private final RandomAccessFile file;
  private final Map<String, Hdf5Dataset> arrays;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  Hdf5Source(Path path, RandomAccessFile file, Map<String, Hdf5Dataset> arrays) {
    this.path = path;
    this.file = file;
    this.arrays = arrays;
    arrays.forEach((name, array) -> shapes.put(name, array.shape()));
  }

  @Override
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public void read(String name, INDArray target) {
    Elements.requireTarget(name, shape(name), target);
    Hdf5Dataset array = Objects.requireNonNull(arrays.get(name));
    synchronized (file) {
      try {
        array.read(file, target);
      } catch (IOException e) {
        throw new WeightFileException(path, e);
      }
    }
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public String describe() {
    return path + " (HDF5)";
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }
}
