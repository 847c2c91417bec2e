package io.fcn4j.models.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads lists of ids and names. */
final class TextLines {
  private TextLines() {}

  /** The lines of a UTF-8 file, without surrounding blanks; empty lines are left out. */
  static List<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new DatasetException("list " + file + " cannot be read: " + e, e);
    }
  }
}
