package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;

/** An immutable image of 8-bit red, green and blue samples, row by row from the top left. */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] samples;

  private RgbImage(int width, int height, byte[] samples) {
    this.width = width;
    this.height = height;
    this.samples = samples;
  }

  /**
   * An image of {@code width * height * 3} bytes in the order red, green, blue; the bytes are
   * copied.
   */
  public static RgbImage of(int width, int height, byte[] samples) {
    Sizes.check("an RGB image", width, height, 3, samples.length);
    return new RgbImage(width, height, samples.clone());
  }

  /** As {@link #of}, for bytes that nobody else will touch. */
  static RgbImage owning(int width, int height, byte[] samples) {
    return new RgbImage(width, height, samples);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The colour of a pixel as 0xRRGGBB. */
  public int rgb(int x, int y) {
    int i = 3 * index(x, y);
    return (samples[i] & 0xFF) << 16 | (samples[i + 1] & 0xFF) << 8 | (samples[i + 2] & 0xFF);
  }

  /** A copy of all samples: red, green, blue of the first pixel, then of the next. */
  public byte[] toBytes() {
    return samples.clone();
  }

  /** The samples themselves, not to be written to. */
  byte[] samples() {
    return samples;
  }

  /** A copy as {@link BufferedImage#TYPE_INT_RGB}. */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[x] = rgb(x, y);
      }
      image.getRaster().setDataElements(0, y, width, 1, row);
    }
    return image;
  }

  /** Writes an RGB PNG; a file of that name is replaced only by a complete one. */
  public void writePng(Path file) {
    PngFile.write(toBufferedImage(), file);
  }

  private int index(int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new FcnException("pixel (" + x + ", " + y + ") lies outside of " + this);
    }
    return y * width + x;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage image
        && width == image.width
        && Arrays.equals(samples, image.samples);
  }

  @Override
  public int hashCode() {
    return 31 * width + Arrays.hashCode(samples);
  }

  @Override
  public String toString() {
    return "RGB image of " + width + " x " + height;
  }
}
