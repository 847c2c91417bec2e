package io.fcn4j.models.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Recognises a file by its first bytes, whatever its name says. */
enum FileKind {
  PNG("a PNG image", 0, "\u0089PNG\r\n\u001A\n"),
  JPEG("a JPEG image", 0, "\u00FF\u00D8\u00FF"),
  GIF("a GIF image", 0, "GIF8"),
  BMP("a BMP image", 0, "BM"),
  TIFF_LITTLE_ENDIAN("a TIFF image", 0, "II*\0"),
  TIFF_BIG_ENDIAN("a TIFF image", 0, "MM\0*"),
  WEBP("a WebP image", 8, "WEBP"),
  HEIF("a HEIC, AVIF or MP4 file", 4, "ftyp"),
  JPEG_2000("a JPEG 2000 image", 4, "jP  "),
  NUMPY("a NumPy array", 0, "\u0093NUMPY"),
  PDF("a PDF document", 0, "%PDF"),
  ZIP("a ZIP archive", 0, "PK\u0003\u0004"),
  GZIP("a gzip file", 0, "\u001F\u008B"),
  LFS_POINTER("a Git LFS pointer; run 'git lfs pull'", 0, "version https://git-lfs"),
  HTML("an HTML page", 0, "<!DOCTYPE html"),
  UNKNOWN("", 0, "");

  private static final int LONGEST_MAGIC = 32;
  private static final int SHOWN_BYTES = 8;

  private final String description;
  private final int offset;
  private final String magic;

  FileKind(String description, int offset, String magic) {
    this.description = description;
    this.offset = offset;
    this.magic = magic;
  }

  static FileKind of(byte[] bytes) {
    int length = Math.min(LONGEST_MAGIC, bytes.length);
    String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    for (FileKind kind : values()) {
      if (start.startsWith(kind.magic, kind.offset)) {
        return kind;
      }
    }
    throw new AssertionError("UNKNOWN matches everything");
  }

  /** What a file of this kind is, to follow "it looks like". */
  String describe(byte[] bytes) {
    if (this != UNKNOWN) {
      return description;
    }
    int shown = Math.min(SHOWN_BYTES, bytes.length);
    return "no image at all: it begins with the bytes "
        + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes, 0, shown);
  }
}
