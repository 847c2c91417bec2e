package io.fcn4j.cli;

import io.fcn4j.caffe.Caffe;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.FileKind;
import io.fcn4j.core.io.Npz;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;

/** Opens a weight file of any format, told by its content. */
final class WeightFiles {
  private WeightFiles() {}

  static WeightSource open(Path file) {
    FileKind kind = FileKind.of(file);
    return switch (kind) {
      case ZIP -> Npz.open(file);
      case HDF5, CAFFEMODEL -> Caffe.openWeights(file);
      case SAFETENSORS -> SafeTensors.open(file);
      default -> {
        if (file.toString().endsWith(".caffemodel")) {
          yield Caffe.openWeights(file);
        }
        throw new FcnException(
            ("cannot read %s: it holds no weights but looks like %s; expected a .caffemodel,"
                    + " .caffemodel.h5, .safetensors or .npz")
                .formatted(file, kind.description()));
      }
    };
  }
}
