package io.fcn4j.cli.demo;

import io.fcn4j.models.image.RgbImage;
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
  static String image(RgbImage image, String alt) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image.toBufferedImage(), "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return format(
        "<img src=\"data:image/png;base64,%s\" width=\"%d\" height=\"%d\" alt=\"%s\"/>",
        Base64.getEncoder().encodeToString(png.toByteArray()),
        image.width(),
        image.height(),
        escape(alt));
  }

  /** A class's colour and name. */
  static String key(ReportData data, int label) {
    return format(
        "<span class=\"key\"><i style=\"background:#%06x\"></i>%s</span>",
        data.palette().colour(label), escape(data.classNames().get(label)));
  }
}
