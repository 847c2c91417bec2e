package io.fcn4j.models.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Takes 8-bit red, green and blue out of the samples of a decoded file. Never through {@link
 * BufferedImage#getRGB}: Java takes grey for linear light and would brighten it.
 */
final class Pixels {
  private Pixels() {}

  static RgbImage rgb(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    ToRgb convert = converter(image);
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        convert.pixel(row, x * bands, rgb, 3 * (y * width + x));
      }
    }
    return RgbImage.owning(width, height, rgb);
  }

  /** Converts one pixel from samples to three bytes. */
  private interface ToRgb {
    void pixel(int[] samples, int from, byte[] rgb, int to);
  }

  private static ToRgb converter(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return (samples, from, rgb, to) -> {
        int colour = palette.getRGB(samples[from]);
        put(rgb, to, colour >> 16, colour >> 8, colour);
      };
    }
    int shift = image.getSampleModel().getSampleSize(0) - 8;
    if (image.getRaster().getNumBands() < 3) {
      return (samples, from, rgb, to) -> {
        int grey = samples[from] >> shift;
        put(rgb, to, grey, grey, grey);
      };
    }
    return (samples, from, rgb, to) ->
        put(
            rgb,
            to,
            samples[from] >> shift,
            samples[from + 1] >> shift,
            samples[from + 2] >> shift);
  }

  private static void put(byte[] rgb, int to, int red, int green, int blue) {
    rgb[to] = (byte) red;
    rgb[to + 1] = (byte) green;
    rgb[to + 2] = (byte) blue;
  }
}
