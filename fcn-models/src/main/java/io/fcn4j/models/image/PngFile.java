package io.fcn4j.models.image;

import io.fcn4j.core.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG files. */
final class PngFile {
  private PngFile() {}

  static void write(BufferedImage image, Path file) {
    AtomicFile.write(
        file,
        out -> {
          ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
          try (var stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(image);
          } finally {
            writer.dispose();
          }
        });
  }
}
