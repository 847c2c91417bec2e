package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A PNG or JPEG file in memory that is known to be complete. */
final class ImageFile {
  private final String name;
  private final FileKind kind;
  private final byte[] bytes;
  private final Orientation orientation;

  private ImageFile(String name, FileKind kind, byte[] bytes, Orientation orientation) {
    this.name = name;
    this.kind = kind;
    this.bytes = bytes;
    this.orientation = orientation;
  }

  /**
   * Reads and checks a file.
   *
   * @param role what the file is to the caller, for messages: "image", "label map"
   */
  static ImageFile open(Path file, String role) {
    String name = role + " " + file;
    byte[] bytes = bytes(file, name);
    FileKind kind = FileKind.of(bytes);
    try {
      return switch (kind) {
        case PNG -> new ImageFile(name, kind, bytes, PngChunks.check(bytes));
        case JPEG -> new ImageFile(name, kind, bytes, JpegSegments.check(bytes));
        default ->
            throw new FcnException(
                name + ": expected PNG or JPEG, but it looks like " + kind.describe(bytes));
      };
    } catch (IIOException e) {
      throw damaged(name, kind, e);
    }
  }

  String name() {
    return name;
  }

  FileKind kind() {
    return kind;
  }

  Orientation orientation() {
    return orientation;
  }

  /** The stored pixels in their own colour space, not yet turned upright. */
  BufferedImage decode() {
    // By name: PNG and JPEG readers are always there, whatever other plug-ins are installed.
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.name()).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setDestinationType(reader.getRawImageType(0));
      BufferedImage image = reader.read(0, param);
      for (String warning : warnings) {
        if (tellsOfLostPixels(warning)) {
          throw new IIOException(warning);
        }
      }
      return image;
    } catch (IOException | RuntimeException e) {
      // Damaged files make the readers throw what their internals happen to trip over.
      throw damaged(name, kind, e);
    } finally {
      reader.dispose();
    }
  }

  /** Bytes between two segments are skipped without loss; all else libjpeg fills up by guessing. */
  private static boolean tellsOfLostPixels(String warning) {
    return warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes");
  }

  private static FcnException damaged(String name, FileKind kind, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new FcnException(
        name
            + ": this "
            + kind.name()
            + " is damaged or truncated: "
            + (root.getMessage() == null ? root : root.getMessage())
            + ". Get the file again from where it came.",
        cause);
  }

  private static byte[] bytes(Path file, String name) {
    if (Files.isDirectory(file)) {
      throw new FcnException(name + ": this is a folder, expected a PNG or JPEG file");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length == 0) {
        throw new FcnException(name + ": the file is empty, expected PNG or JPEG");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new FcnException(name + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new FcnException(name + ": no permission to read the file", e);
    } catch (IOException e) {
      throw new FcnException(name + ": cannot be read: " + e, e);
    }
  }
}
