package io.fcn4j.models.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Runs ImageIO's readers, and takes their warnings of lost pixels for what they are: errors. */
final class Decoder {
  private Decoder() {}

  /** The image in its own colour space, so that no profile is applied. */
  static BufferedImage decode(FileKind kind, byte[] bytes) throws IOException {
    return read(
        kind,
        bytes,
        reader -> {
          ImageReadParam param = reader.getDefaultReadParam();
          param.setDestinationType(reader.getRawImageType(0));
          return reader.read(0, param);
        });
  }

  /** The samples as they are compressed, before any conversion of colours. */
  static Raster decodeRaw(FileKind kind, byte[] bytes) throws IOException {
    return read(kind, bytes, reader -> reader.readRaster(0, null));
  }

  private interface Reading<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T read(FileKind kind, byte[] bytes, Reading<T> reading) throws IOException {
    // By name: the readers of PNG and JPEG are always there, whatever other plug-ins are.
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.name()).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      T result = reading.of(reader);
      for (String warning : warnings) {
        if (tellsOfLostPixels(warning)) {
          throw new IIOException(warning);
        }
      }
      return result;
    } finally {
      reader.dispose();
    }
  }

  /** Bytes between two segments are skipped without loss; all else libjpeg fills up by guessing. */
  private static boolean tellsOfLostPixels(String warning) {
    return warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes");
  }
}
