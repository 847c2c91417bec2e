package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.io.FileException;
import java.awt.image.BufferedImage;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A PNG or JPEG file in memory; reading it fails rather than giving a part of an image. */
final class ImageFile {
  private final String name;
  private final FileKind kind;
  private final byte[] bytes;

  private ImageFile(String name, FileKind kind, byte[] bytes) {
    this.name = name;
    this.kind = kind;
    this.bytes = bytes;
  }

  /**
   * Reads a file and looks at what it is.
   *
   * @param role what the file is to the caller, for messages: "image", "label map"
   */
  static ImageFile open(Path file, String role) {
    String name = role + " " + file;
    byte[] bytes = bytes(file, role);
    if (bytes.length == 0) {
      throw new FcnException(name + ": the file is empty; expected PNG or JPEG");
    }
    FileKind kind = FileKind.of(bytes);
    if (kind != FileKind.PNG && kind != FileKind.JPEG) {
      throw new FcnException(
          name + ": expected PNG or JPEG, but it looks like " + kind.describe(bytes));
    }
    return new ImageFile(name, kind, bytes);
  }

  /** The role and the path. */
  String name() {
    return name;
  }

  FileKind kind() {
    return kind;
  }

  /** The upright image. */
  RgbImage rgb() {
    return unlessDamaged(
        () -> {
          if (kind == FileKind.PNG) {
            return PngStructure.check(bytes).apply(Pixels.rgb(Decoder.decode(kind, bytes)));
          }
          JpegStructure jpeg = JpegStructure.of(bytes);
          RgbImage stored =
              jpeg.inks()
                  ? Cmyk.rgb(Decoder.decodeRaw(kind, bytes), jpeg.ycck())
                  : Pixels.rgb(Decoder.decode(kind, bytes));
          return jpeg.orientation().apply(stored);
        });
  }

  /** The samples of a PNG as they are stored, which must be upright. */
  BufferedImage stored() {
    Orientation orientation = unlessDamaged(() -> PngStructure.check(bytes));
    if (orientation != Orientation.UPRIGHT) {
      throw new FcnException(
          name + ": its EXIF block asks to turn it; expected it upright. Save it without EXIF.");
    }
    return unlessDamaged(() -> Decoder.decode(kind, bytes));
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private <T> T unlessDamaged(Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (IOException | RuntimeException e) {
      // Damaged files make the readers throw whatever their internals trip over.
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String reason = root.getMessage() == null ? root.toString() : root.getMessage();
      throw new FcnException(
          name
              + ": this "
              + kind
              + " is damaged or truncated: "
              + reason
              + ". Get the file again from where it came.",
          e);
    }
  }

  private static byte[] bytes(Path file, String role) {
    // Not a channel: those close when their thread is interrupted, and training must then still
    // finish its step.
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new FileException("cannot read " + role, file, e);
    }
  }
}
