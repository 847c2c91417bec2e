package io.fcn4j.core.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file of weights or arrays that is missing, truncated, damaged or of another format. */
public class WeightFileException extends FileException {
  private static final long serialVersionUID = 1L;

  public WeightFileException(Path path, IOException cause) {
    super("cannot read", path, cause);
  }
}
