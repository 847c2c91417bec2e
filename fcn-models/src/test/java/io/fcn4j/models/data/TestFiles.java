package io.fcn4j.models.data;

import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small data sets. */
final class TestFiles {
  private TestFiles() {}

  /** A grey image of 4 x 3. */
  static void image(Path file) {
    RgbImage.of(4, 3, new byte[36]).writePng(inFolder(file));
  }

  /** A label map of 4 x 3 whose last pixels carry the given labels, the others 0. */
  static void labels(Path file, int... last) {
    byte[] labels = new byte[12];
    for (int i = 0; i < last.length; i++) {
      labels[12 - last.length + i] = (byte) last[i];
    }
    LabelMap.of(4, 3, labels).writePng(inFolder(file));
  }

  static void text(Path file, String content) {
    try {
      Files.writeString(inFolder(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path inFolder(Path file) {
    try {
      Files.createDirectories(file.resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
