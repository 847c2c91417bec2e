package io.fcn4j.cli;

import io.fcn4j.core.io.FileKind;
import io.fcn4j.core.io.Npz;
import io.fcn4j.core.io.SafeTensors;
import io.fcn4j.core.io.WeightSource;
import java.nio.file.Path;

/** Opens a weight file of any format, told by its content. */
final class WeightFiles {
  private WeightFiles() {}

  static WeightSource open(Path file) {
    return FileKind.of(file) == FileKind.ZIP ? Npz.open(file) : SafeTensors.open(file);
  }
}
