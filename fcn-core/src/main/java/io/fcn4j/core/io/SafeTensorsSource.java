package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An open safetensors file. */
final class SafeTensorsSource implements WeightSource {
  private final Path path;
  private final RandomAccessFile file;
  private final SafeTensorsHeader header;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  SafeTensorsSource(Path path, RandomAccessFile file, SafeTensorsHeader header) {
    this.path = path;
    this.file = file;
    this.header = header;
    header.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
  }

  @Override
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public void read(String name, INDArray target) {
    Elements.requireTarget(name, shape(name), target);
    SafeTensorsHeader.Tensor tensor = Objects.requireNonNull(header.tensors().get(name));
    synchronized (file) {
      try {
        file.seek(tensor.begin());
        Elements.read(file::read, tensor.type(), target);
      } catch (IOException e) {
        throw new WeightFileException(path, e);
      }
    }
  }

  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public String describe() {
    return path + " (safetensors)";
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
