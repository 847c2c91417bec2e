package io.fcn4j.core.io;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * NumPy's file of one array, .npy versions 1.0 and 2.0. Format:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads a float32 array in c order; {@code <f8}, {@code <f2}, {@code <i4}, {@code <i8}, {@code
   * |u1}, {@code |b1} and Fortran order are converted.
   *
   * @throws WeightFileException if the file is missing, truncated, damaged or of another format
   */
  public static INDArray read(Path path) {
    try (FileInputStream file = new FileInputStream(path.toFile());
        BufferedInputStream in = new BufferedInputStream(file)) {
      NpyHeader header = NpyHeader.read(in, Files.size(path));
      INDArray array = Elements.create(header.shape());
      readElements(in, header, array);
      return array;
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  /**
   * Writes an array as {@code <f4} in c order; an old file stays intact until the new one is
   * complete.
   *
   * @throws FileException if the file cannot be written
   */
  public static void write(Path path, INDArray array) {
    AtomicFile.write(path, out -> write(array, out));
  }

  static void write(INDArray array, OutputStream out) throws IOException {
    out.write(NpyHeader.print(Elements.shape(array)));
    Elements.write(array, out);
  }

  /** Reads what follows a header into an array of as many elements. */
  static void readElements(InputStream in, NpyHeader header, INDArray target) throws IOException {
    if (!header.fortranOrder() || header.shape().rank() < 2) {
      Elements.read(in::read, header.type(), target);
      return;
    }
    // The same elements in c order are those of the transposed array.
    INDArray transposed = Elements.create(reversed(header.shape()));
    Elements.read(in::read, header.type(), transposed);
    Views.reshape(target, header.shape().dims()).assign(transposed.transpose());
    transposed.close();
  }

  private static Shape reversed(Shape shape) {
    long[] dims = new long[shape.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = shape.dim(-1 - axis);
    }
    return Shape.of(dims);
  }
}
