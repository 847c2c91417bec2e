package io.fcn4j.models.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The eight values of EXIF's orientation tag: how stored pixels are turned to be shown upright. */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  TURNED_180(false, true, true),
  MIRRORED_180(false, false, true),
  TRANSPOSED(true, false, false),
  TURNED_90(true, false, true),
  TRANSVERSED(true, true, true),
  TURNED_270(true, true, false);

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private final boolean transposed;
  private final boolean fromRight;
  private final boolean fromBottom;

  /** Whether rows become columns, and from which end stored columns and rows are taken. */
  Orientation(boolean transposed, boolean fromRight, boolean fromBottom) {
    this.transposed = transposed;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
  }

  /**
   * The orientation in an EXIF block (a TIFF header and its first directory). A block that is
   * broken or lacks the tag says nothing about the pixels, so they are taken as upright.
   */
  static Orientation ofExif(byte[] exif, int from, int length) {
    ByteBuffer tiff = ByteBuffer.wrap(exif, from, length).slice();
    try {
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      tiff.position(tiff.getInt(4));
      int entries = Short.toUnsignedInt(tiff.getShort());
      for (int start = tiff.position(); entries > 0; entries--, start += ENTRY_BYTES) {
        if (Short.toUnsignedInt(tiff.getShort(start)) == TAG && tiff.getShort(start + 2) == SHORT) {
          int value = tiff.getShort(start + 8);
          return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
        }
      }
      return UPRIGHT;
    } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException e) {
      return UPRIGHT;
    }
  }

  /** The upright image of stored pixels. */
  RgbImage apply(RgbImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    byte[] from = stored.samples();
    byte[] to = new byte[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = transposed ? y : x;
        int row = transposed ? x : y;
        column = fromRight ? stored.width() - 1 - column : column;
        row = fromBottom ? stored.height() - 1 - row : row;
        System.arraycopy(from, 3 * (row * stored.width() + column), to, 3 * (y * width + x), 3);
      }
    }
    return RgbImage.owning(width, height, to);
  }
}
