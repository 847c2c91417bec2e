package io.fcn4j.cli.demo;

/** An image and what is in it, pixel by pixel along the rows from the top left. */
final class SimulatedImage {
  private final int width;
  private final int height;
  private final byte[] rgb;
  private final byte[] labels;

  SimulatedImage(int width, int height, byte[] rgb, byte[] labels) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.labels = labels;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Three bytes for each pixel: red, green, blue; not a copy. */
  byte[] rgb() {
    return rgb;
  }

  /** One byte for each pixel: 0 is background, {@link CellKind} the others; not a copy. */
  byte[] labels() {
    return labels;
  }
}
