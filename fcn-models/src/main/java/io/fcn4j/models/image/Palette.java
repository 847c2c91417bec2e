package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A colour for each of the 256 labels. */
public final class Palette {
  /**
   * The colours of PASCAL VOC: the bits of a label, in groups of three, set red, green and blue
   * from bit 7 downward. 1 is (128, 0, 0), 15 is (192, 128, 128), 255 is (224, 224, 192); all 256
   * are distinct.
   */
  public static final Palette VOC = new Palette(vocColours());

  private final int[] colours;

  private Palette(int[] colours) {
    this.colours = colours;
  }

  /** Colours 0xRRGGBB for the labels from 0 on; the other labels keep PASCAL VOC's colours. */
  public static Palette of(int... colours) {
    if (colours.length > LabelMap.LABELS) {
      throw new FcnException("a palette has at most 256 colours, not " + colours.length);
    }
    int[] all = VOC.colours.clone();
    for (int i = 0; i < colours.length; i++) {
      all[i] = colours[i] & 0xFFFFFF;
    }
    return new Palette(all);
  }

  private static int[] vocColours() {
    int[] colours = new int[LabelMap.LABELS];
    for (int label = 0; label < colours.length; label++) {
      for (int bit = 0; bit < 8; bit++) {
        int channel = bit % 3;
        int place = 7 - bit / 3;
        colours[label] |= (label >> bit & 1) << (place + 8 * (2 - channel));
      }
    }
    return colours;
  }

  /** The colour of a label as 0xRRGGBB. */
  public int colour(int label) {
    return colours[label];
  }

  /**
   * Translates an image that is coloured with this palette; where two labels share a colour, to the
   * lower one.
   *
   * @throws FcnException if the image holds a colour that this palette lacks
   */
  public LabelMap labels(RgbImage coloured) {
    Map<Integer, Byte> labels = labelsByColour();
    byte[] map = new byte[coloured.width() * coloured.height()];
    for (int i = 0; i < map.length; i++) {
      int x = i % coloured.width();
      int y = i / coloured.width();
      Byte label = labels.get(coloured.rgb(x, y));
      if (label == null) {
        throw new FcnException(
            String.format(
                "%s: colour #%06X at (%d, %d) is not in the palette",
                coloured, coloured.rgb(x, y), x, y));
      }
      map[i] = label;
    }
    return LabelMap.owning(coloured.width(), coloured.height(), map);
  }

  /** Whether every pixel of an image has one of these colours. */
  boolean covers(RgbImage image) {
    Map<Integer, Byte> labels = labelsByColour();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        if (!labels.containsKey(image.rgb(x, y))) {
          return false;
        }
      }
    }
    return true;
  }

  private Map<Integer, Byte> labelsByColour() {
    Map<Integer, Byte> labels = new HashMap<>();
    for (int label = 0; label < colours.length; label++) {
      labels.putIfAbsent(colours[label], (byte) label);
    }
    return labels;
  }

  IndexColorModel colorModel() {
    return new IndexColorModel(
        8, colours.length, colours, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Palette palette && Arrays.equals(colours, palette.colours);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(colours);
  }
}
