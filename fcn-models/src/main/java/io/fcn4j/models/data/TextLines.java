package io.fcn4j.models.data;

import io.fcn4j.core.io.FileException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
    } catch (CharacterCodingException e) {
      throw new DatasetException("list " + file + " is not text in UTF-8; save it as such");
    } catch (IOException e) {
      throw new FileException("cannot read list", file, e);
    }
  }
}
