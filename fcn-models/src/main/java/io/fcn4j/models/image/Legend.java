package io.fcn4j.models.image;

import java.util.List;

/** Draws a key of colours and names beneath an image, in as many columns as fit. */
final class Legend {
  private static final int INK = 0x202020;
  private static final int SWATCH = 7;
  private static final int GAP = 4;
  private static final int LINE = PixelFont.HEIGHT + 3;
  private static final int SMALLEST_SCALE = 2;
  private static final int PIXELS_PER_SCALE = 500;

  private Legend() {}

  /** One line of the key; the colour is 0xRRGGBB. */
  record Entry(String name, int colour) {}

  /** The image with its key; wider than the image where a name would not fit otherwise. */
  static RgbImage beneath(RgbImage image, List<Entry> entries) {
    if (entries.isEmpty()) {
      return image;
    }
    int scale = Math.max(SMALLEST_SCALE, 1 + image.width() / PIXELS_PER_SCALE);
    int longest = entries.stream().mapToInt(e -> drawn(e).length()).max().orElseThrow();
    int cell = scale * (GAP + SWATCH + GAP + longest * PixelFont.ADVANCE);
    int columns = Math.max(1, image.width() / cell);
    int rows = (entries.size() + columns - 1) / columns;
    int width = Math.max(image.width(), cell + scale * GAP);
    Canvas canvas = new Canvas(width, image.height() + scale * (rows * LINE + 2 * GAP));
    canvas.image(image, 0, 0);
    for (int i = 0; i < entries.size(); i++) {
      int left = i % columns * cell + scale * GAP;
      int top = image.height() + scale * (GAP + i / columns * LINE);
      int side = scale * SWATCH;
      canvas.box(left, top, side, side, INK);
      canvas.box(left + 1, top + 1, side - 2, side - 2, entries.get(i).colour());
      canvas.text(drawn(entries.get(i)), left + side + scale * GAP, top, scale, INK);
    }
    return canvas.toImage();
  }

  private static String drawn(Entry entry) {
    return PixelFont.drawable(entry.name());
  }
}
