package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.nd4j.Host;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An immutable map of one label from 0 to 255 per pixel, row by row from the top left. */
public final class LabelMap {
  /** How many labels there can be. */
  static final int LABELS = 256;

  private final int width;
  private final int height;
  private final byte[] labels;

  private LabelMap(int width, int height, byte[] labels) {
    this.width = width;
    this.height = height;
    this.labels = labels;
  }

  /** A map of {@code width * height} labels, each an unsigned byte; the bytes are copied. */
  public static LabelMap of(int width, int height, byte[] labels) {
    Sizes.check("a label map", width, height, 1, labels.length);
    return new LabelMap(width, height, labels.clone());
  }

  /** As {@link #of}, for bytes that nobody else will touch. */
  static LabelMap owning(int width, int height, byte[] labels) {
    return new LabelMap(width, height, labels);
  }

  /**
   * Reads a palette PNG or a grey PNG. The label of a pixel is its stored number (palette index or
   * grey level), never a colour.
   *
   * @throws FcnException if the file is missing, damaged, not a PNG, stores colours instead of
   *     labels, is to be turned by its EXIF block, or holds a number above 255
   */
  public static LabelMap read(Path file) {
    return LabelPng.read(file);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public int at(int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new FcnException("pixel (" + x + ", " + y + ") lies outside of " + this);
    }
    return labels[y * width + x] & 0xFF;
  }

  /** A copy of all labels, each an unsigned byte. */
  public byte[] toBytes() {
    return labels.clone();
  }

  /** How many pixels carry each of the 256 labels. */
  public long[] counts() {
    long[] counts = new long[LABELS];
    for (byte label : labels) {
      counts[label & 0xFF]++;
    }
    return counts;
  }

  /** A new blob of 1 x 1 x H x W. */
  public INDArray blob() {
    float[] values = new float[labels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels[i] & 0xFF;
    }
    INDArray blob = Nd4j.createUninitialized(DataType.FLOAT, new long[] {1, 1, height, width}, 'c');
    Host.write(values, blob);
    return blob;
  }

  /** Writes a palette PNG with the colours of PASCAL VOC. */
  public void writePng(Path file) {
    writePng(file, Palette.VOC);
  }

  /**
   * Writes a palette PNG of one byte per pixel, its label; a file of that name is replaced only by
   * a complete one.
   */
  public void writePng(Path file, Palette palette) {
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette.colorModel());
    image.getRaster().setDataElements(0, 0, width, height, labels);
    PngFile.write(image, file);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap map && width == map.width && Arrays.equals(labels, map.labels);
  }

  @Override
  public int hashCode() {
    return 31 * width + Arrays.hashCode(labels);
  }

  @Override
  public String toString() {
    return "label map of " + width + " x " + height;
  }
}
