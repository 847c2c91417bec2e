package io.fcn4j.core.io;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What the first bytes of a file look like, so that an error can name the mistake. */
public enum FileKind {
  EMPTY("an empty file", "\\z"),
  PNG("a PNG image", "\\x89PNG"),
  JPEG("a JPEG image", "\\xff\\xd8\\xff"),
  GIF("a GIF image", "GIF8"),
  TIFF("a TIFF image", "II\\*\\x00|MM\\x00\\*"),
  HDF5("an HDF5 file", "\\x89HDF"),
  MAT("a MATLAB file", "MATLAB "),
  NPY("a NumPy .npy array", "\\x93NUMPY"),
  ZIP("a zip archive, as .npz and PyTorch files are", "PK(\\x03\\x04|\\x05\\x06)"),
  GZIP("a gzip archive", "\\x1f\\x8b"),
  PICKLE("a Python pickle", "\\x80[\\x02-\\x05]"),
  LFS("a Git LFS pointer; run git lfs pull for the file", "version https://git-lfs"),
  HTML("an HTML page, perhaps of a failed download", "(?i)\\s*<(!doctype )?html"),
  TEXT("a text file", "[\\t\\n\\r\\x20-\\x7e\\x80-\\xff]+\\z"),
  /** Eight bytes of length, which is never so large that all are used, before a JSON object. */
  SAFETENSORS("a safetensors file", "(?s).{5}\\x00\\x00.\\{"),
  /** Field 1 of a protobuf message, the name of a net; or field 100, its first layer. */
  CAFFEMODEL("a binary Caffe model", "\\n[\\x01-\\x7f][\\x20-\\x7e]|\\xa2\\x06"),
  /** Field 1 of a message, the iteration, before field 2, the name of the weights. */
  SOLVERSTATE(
      "a solver state of Caffe's; its .caffemodel has the weights",
      "\\x08[\\x80-\\xff]{0,9}[\\x00-\\x7f]\\x12"),
  /** Field 1 of a message, the number of images, before field 2, that of their channels. */
  BINARYPROTO(
      "a mean image of Caffe's",
      "\\x08[\\x80-\\xff]{0,9}[\\x00-\\x7f]\\x10[\\x80-\\xff]{0,9}[\\x00-\\x7f]\\x18"),
  UNKNOWN("no known format", "");

  /** As many bytes as {@link #of(byte[])} makes use of. */
  static final int HEAD = 512;

  private final String description;
  private final Pattern start;

  FileKind(String description, String start) {
    this.description = description;
    this.start = Pattern.compile(start);
  }

  /** Says what it is with an article: {@code a PNG image}. */
  public String description() {
    return description;
  }

  /**
   * The kind of a file.
   *
   * @throws FileException if the file cannot be read
   */
  public static FileKind of(Path path) {
    try (InputStream in = new FileInputStream(path.toFile())) {
      return of(in.readNBytes(HEAD));
    } catch (IOException e) {
      throw new FileException("cannot read", path, e);
    }
  }

  /** The kind of a file that begins with these bytes. */
  public static FileKind of(byte[] start) {
    String head = new String(start, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(kind -> kind.start.matcher(head).lookingAt())
        .findFirst()
        .orElse(UNKNOWN);
  }
}
