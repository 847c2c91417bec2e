package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image with the colours of its labels blended over it: {@code (1 - opacity) * image + opacity *
 * colour}. Pixels of label 0, the background, stay as they are.
 */
public final class Overlay {
  private final RgbImage image;
  private final LabelMap labels;
  private final float opacity;
  private final Palette palette;
  private final List<String> classNames;
  private final int firstPainted;
  private final boolean withLegend;

  private Overlay(
      RgbImage image,
      LabelMap labels,
      float opacity,
      Palette palette,
      List<String> classNames,
      int firstPainted,
      boolean withLegend) {
    this.image = image;
    this.labels = labels;
    this.opacity = opacity;
    this.palette = palette;
    this.classNames = classNames;
    this.firstPainted = firstPainted;
    this.withLegend = withLegend;
  }

  /** Half-transparent colours of PASCAL VOC, no legend. */
  public static Overlay of(RgbImage image, LabelMap labels) {
    if (image.width() != labels.width() || image.height() != labels.height()) {
      throw new FcnException(
          "overlay: the " + labels + " does not fit the " + image + "; expected equal sizes");
    }
    return new Overlay(image, labels, 0.5f, Palette.VOC, List.of(), 1, false);
  }

  /** From 0, the image alone, to 1, the colours alone. */
  public Overlay opacity(float opacity) {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new FcnException("overlay: opacity " + opacity + " is not between 0 and 1");
    }
    return new Overlay(image, labels, opacity, palette, classNames, firstPainted, withLegend);
  }

  public Overlay palette(Palette palette) {
    return new Overlay(image, labels, opacity, palette, classNames, firstPainted, withLegend);
  }

  /** Names for the legend; labels beyond them are shown as "label 255". */
  public Overlay classNames(List<String> classNames) {
    return new Overlay(
        image, labels, opacity, palette, List.copyOf(classNames), firstPainted, withLegend);
  }

  /** Paints label 0 like the others. */
  public Overlay everyLabel() {
    return new Overlay(image, labels, opacity, palette, classNames, 0, withLegend);
  }

  /**
   * Adds a key beneath the image: colour and name of every painted label that occurs. Names are
   * drawn in ASCII, without accents, '?' for what that cannot show.
   */
  public Overlay legend() {
    return new Overlay(image, labels, opacity, palette, classNames, firstPainted, true);
  }

  public RgbImage render() {
    byte[] blended = image.toBytes();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int label = labels.at(x, y);
        if (label >= firstPainted) {
          blend(blended, 3 * (y * image.width() + x), palette.colour(label));
        }
      }
    }
    RgbImage painted = RgbImage.owning(image.width(), image.height(), blended);
    return withLegend ? Legend.beneath(painted, entries()) : painted;
  }

  /** Writes {@link #render} as PNG; a file of that name is replaced only by a complete one. */
  public void writePng(Path file) {
    render().writePng(file);
  }

  private void blend(byte[] rgb, int at, int colour) {
    for (int c = 0; c < 3; c++) {
      int level = rgb[at + c] & 0xFF;
      int target = colour >> (16 - 8 * c) & 0xFF;
      rgb[at + c] = (byte) Math.round(level + opacity * (target - level));
    }
  }

  private List<Legend.Entry> entries() {
    List<Legend.Entry> entries = new ArrayList<>();
    long[] counts = labels.counts();
    for (int label = firstPainted; label < counts.length; label++) {
      if (counts[label] > 0) {
        String name = label < classNames.size() ? classNames.get(label) : "label " + label;
        entries.add(new Legend.Entry(name, palette.colour(label)));
      }
    }
    return entries;
  }
}
