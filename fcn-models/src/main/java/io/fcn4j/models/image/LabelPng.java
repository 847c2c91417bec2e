package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.nio.file.Path;

/** Reads label maps from the raster of PNG files. */
final class LabelPng {
  private LabelPng() {}

  static LabelMap read(Path file) {
    ImageFile png = ImageFile.open(file, "label map");
    if (png.kind() != FileKind.PNG) {
      throw new FcnException(
          png.name()
              + ": this is a JPEG, whose lossy compression changes labels. Make the map again as a"
              + " palette PNG.");
    }
    BufferedImage image = png.stored();
    Raster raster = image.getRaster();
    if (raster.getNumBands() > 2) {
      throw new FcnException(coloured(png.name(), image));
    }
    int width = raster.getWidth();
    byte[] labels = new byte[Math.multiplyExact(width, raster.getHeight())];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        if (row[x] >= LabelMap.LABELS) {
          throw new FcnException(
              png.name()
                  + ": the value "
                  + row[x]
                  + " at ("
                  + x
                  + ", "
                  + y
                  + ") is above 255; expected class numbers from 0 to 255");
        }
        labels[y * width + x] = (byte) row[x];
      }
    }
    return LabelMap.owning(width, raster.getHeight(), labels);
  }

  private static String coloured(String name, BufferedImage image) {
    String advice =
        Palette.VOC.covers(Pixels.rgb(image))
            ? " Its colours are those of PASCAL VOC, so Palette.VOC.labels(Images.read(file))"
                + " translates it; write the result with writePng."
            : " Translate it with Palette.of(colours).labels(Images.read(file)) and write the"
                + " result with writePng.";
    return name
        + ": this PNG stores RGB colours; expected one label per pixel (a palette or grey PNG)."
        + advice;
  }
}
