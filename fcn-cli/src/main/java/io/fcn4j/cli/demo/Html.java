package io.fcn4j.cli.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Pieces of a page that is HTML and well-formed XML at once. */
final class Html {
  private Html() {}

  /** Text as it may stand between tags or inside a quoted attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The same text on every machine, whatever its language. */
  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /** An image whose PNG is part of the page. */
  static String image(BufferedImage image, String alt) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", png)) {
        throw new IllegalArgumentException("no PNG writer takes image type " + image.getType());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return format(
        "<img src=\"data:image/png;base64,%s\" width=\"%d\" height=\"%d\" alt=\"%s\"/>",
        Base64.getEncoder().encodeToString(png.toByteArray()),
        image.getWidth(),
        image.getHeight(),
        escape(alt));
  }
}
