package io.fcn4j.caffe.hdf5;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.FileException;
import io.fcn4j.core.io.WeightFileException;
import io.fcn4j.core.io.WeightSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Caffe's weights as HDF5, files named {@code .caffemodel.h5}: a group {@code data} of a group per
 * layer of arrays {@code 0}, {@code 1} and so on. Shared parameters are there once, with their
 * owner.
 *
 * <p>A layer whose name has slashes, as all of GoogLeNet's, becomes groups inside of groups. Caffe
 * itself cannot write such a layer, and skips it without a word when it reads.
 */
public final class Hdf5Weights {
  private static final String DATA = "data";
  private static final Pattern PATH = Pattern.compile("(?s)(.+)/(0|[1-9][0-9]*)");
  private static final Pattern KEY = Pattern.compile("(?s)(.+)\\.(0|[1-9][0-9]*)");

  private Hdf5Weights() {}

  /**
   * Opens a file and checks the place and size of every array; elements are read when asked for,
   * and float64 becomes float32. Gradients that the file may hold are ignored.
   *
   * @throws WeightFileException if the file is missing, truncated, damaged or of another kind
   */
  public static WeightSource open(Path path) {
    try {
      // Not a channel: those close when their thread is interrupted.
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      try {
        return new Hdf5Source(path, file, Hdf5Tree.read(path, Hdf5Weights::arrays));
      } catch (Throwable failure) {
        file.close();
        throw failure;
      }
    } catch (IOException e) {
      throw new WeightFileException(path, e);
    }
  }

  private static Map<String, Hdf5Dataset> arrays(Hdf5Tree tree) throws IOException {
    if (!tree.hasGroup(DATA)) {
      throw new IOException(
          "found "
              + tree.contents()
              + ", expected a group 'data' of layers; it is HDF5, but not weights of Caffe"
              + ": choose a .caffemodel.h5");
    }
    Map<String, Hdf5Dataset> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, Hdf5Dataset> entry : tree.below(DATA).entrySet()) {
      Matcher path = PATH.matcher(entry.getKey());
      if (!path.matches()) {
        throw new IOException(
            "found data set 'data/"
                + entry.getKey()
                + "', expected data/LAYER/INDEX; it is HDF5, but not weights of Caffe"
                + ": choose a .caffemodel.h5");
      }
      arrays.put(
          path.group(1) + "." + path.group(2), entry.getValue().require(Hdf5Type.Kind.FLOAT));
    }
    return arrays;
  }

  /**
   * Writes arrays named {@code LAYER.INDEX} as float32; an old file stays intact until the new one
   * is complete. Equal arrays give equal bytes.
   *
   * @throws FcnException if a name is not of that form or cannot be one of HDF5
   * @throws FileException if the file cannot be written
   */
  public static void write(Path path, Map<String, INDArray> arrays) {
    Hdf5Writer writer = new Hdf5Writer();
    writer.group(DATA);
    arrays.forEach(
        (name, array) -> {
          Matcher key = KEY.matcher(name);
          if (!key.matches()) {
            throw new FcnException("found an array '" + name + "', expected LAYER.INDEX");
          }
          writer.add(DATA + "/" + key.group(1) + "/" + key.group(2), Hdf5Leaf.floats(array));
        });
    writer.write(path);
  }
}
