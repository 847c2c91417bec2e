package io.fcn4j.cli;

import io.fcn4j.caffe.Caffe;
import io.fcn4j.core.io.FileKind;
import io.fcn4j.core.io.Npz;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;

/** Opens a weight file of any format, told by its content. */
final class WeightFiles {
  private WeightFiles() {}

  static WeightSource open(Path file) {
    return switch (FileKind.of(file)) {
      case ZIP -> Npz.open(file);
      case HDF5, CAFFEMODEL -> Caffe.openWeights(file);
      default ->
          file.toString().endsWith(".caffemodel")
              ? Caffe.openWeights(file)
              : SafeTensors.open(file);
    };
  }
}
