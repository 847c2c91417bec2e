package io.fcn4j.caffe;

import java.nio.file.Path;

/**
 * Where something stands, for messages: {@code net.prototxt:12:5}.
 *
 * @param line from 1; 0 where it is not known
 * @param column from 1; 0 where only the line matters
 */
public record Place(Path file, int line, int column) {
  public static Place in(Path file) {
    return new Place(file, 0, 0);
  }

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
  }
}
