package io.fcn4j.models.image;

import java.util.Arrays;

/** A white surface to draw images, boxes and text on; what leaves it is cut off. */
final class Canvas {
  private final int width;
  private final int height;
  private final byte[] rgb;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    Arrays.fill(rgb, (byte) 0xFF);
  }

  void image(RgbImage image, int left, int top) {
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        dot(left + x, top + y, image.rgb(x, y));
      }
    }
  }

  void box(int left, int top, int boxWidth, int boxHeight, int colour) {
    for (int y = top; y < top + boxHeight; y++) {
      for (int x = left; x < left + boxWidth; x++) {
        dot(x, y, colour);
      }
    }
  }

  /** Draws text of {@link PixelFont} with its pixels enlarged to squares of {@code scale}. */
  void text(String text, int left, int top, int scale, int colour) {
    for (int i = 0; i < text.length(); i++) {
      for (int y = 0; y < PixelFont.HEIGHT; y++) {
        for (int x = 0; x < PixelFont.WIDTH; x++) {
          if (PixelFont.covers(text.charAt(i), x, y)) {
            int column = i * PixelFont.ADVANCE + x;
            box(left + column * scale, top + y * scale, scale, scale, colour);
          }
        }
      }
    }
  }

  RgbImage toImage() {
    return RgbImage.of(width, height, rgb);
  }

  private void dot(int x, int y, int colour) {
    if (x >= 0 && x < width && y >= 0 && y < height) {
      int i = 3 * (y * width + x);
      rgb[i] = (byte) (colour >> 16);
      rgb[i + 1] = (byte) (colour >> 8);
      rgb[i + 2] = (byte) colour;
    }
  }
}
