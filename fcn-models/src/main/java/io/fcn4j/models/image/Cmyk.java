package io.fcn4j.models.image;

import java.awt.image.Raster;

/**
 * Converts the raw samples of four-component JPEG files, which store inks inverted (255 is none),
 * as Adobe's programs do and all readers assume: {@code red = (255 - cyan) * (255 - black) / 255}.
 * Done here because what ImageIO makes of them depends on its version and on the profiles a system
 * has.
 */
final class Cmyk {
  private static final int ROUND = 1 << 15;

  private Cmyk() {}

  /**
   * As RGB.
   *
   * @param ycck whether the inks but black are stored as luminance and chrominance
   */
  static RgbImage rgb(Raster raw, boolean ycck) {
    int width = raw.getWidth();
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, raw.getHeight()))];
    int[] row = new int[4 * width];
    for (int y = 0; y < raw.getHeight(); y++) {
      raw.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (ycck) {
          toInks(row, 4 * x);
        }
        for (int c = 0; c < 3; c++) {
          rgb[3 * (y * width + x) + c] = (byte) ((row[4 * x + c] * row[4 * x + 3] + 127) / 255);
        }
      }
    }
    return RgbImage.owning(width, raw.getHeight(), rgb);
  }

  /** YCCK to inverted inks, in libjpeg's fixed-point arithmetic. */
  private static void toInks(int[] samples, int at) {
    int luma = 255 - samples[at];
    int blue = samples[at + 1] - 128;
    int red = samples[at + 2] - 128;
    samples[at] = clamp(luma - ((91881 * red + ROUND) >> 16));
    samples[at + 1] = clamp(luma - ((-22554 * blue - 46802 * red + ROUND) >> 16));
    samples[at + 2] = clamp(luma - ((116130 * blue + ROUND) >> 16));
  }

  private static int clamp(int level) {
    return Math.max(0, Math.min(255, level));
  }
}
