package io.fcn4j.cli.demo;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Report} shows.
 *
 * @param command the command that makes this report again
 * @param settings names and values, in the order to show them
 * @param seconds from start to end
 * @param net scores of the net on the held-out images
 * @param baseline scores of the colour baseline on the same images
 * @param classes in the order of their labels
 * @param loss training loss by iteration, each the mean since the point before
 * @param meanIu mean IU on held-out images by iteration
 * @param examples held-out images to look at
 */
record ReportData(
    String command,
    Map<String, String> settings,
    double seconds,
    Scores net,
    Scores baseline,
    List<ClassRow> classes,
    List<CurvePoint> loss,
    List<CurvePoint> meanIu,
    List<Example> examples) {

  /** The four metrics of the FCN paper, in [0, 1]. */
  record Scores(
      double pixelAccuracy, double meanAccuracy, double meanIu, double frequencyWeightedIu) {}

  /**
   * One class on the held-out images.
   *
   * @param rgb its colour in the label maps, 0xRRGGBB
   * @param pixels how many pixels it truly has
   */
  record ClassRow(String name, int rgb, long pixels, double netIu, double baselineIu) {}

  record CurvePoint(int iteration, double value) {}

  /** One held-out image and its label maps in the classes' colours. */
  record Example(
      String caption,
      BufferedImage image,
      BufferedImage truth,
      BufferedImage baseline,
      BufferedImage prediction,
      BufferedImage overlay) {}
}
