package io.fcn4j.cli.demo;

import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.RgbImage;
import io.fcn4j.models.metrics.Metrics;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Report} shows.
 *
 * @param command the command that makes this report again
 * @param settings names and values, in the order to show them
 * @param seconds from start to end
 * @param net of the net on the held-out images
 * @param baseline of the colour baseline on the same images
 * @param classNames in the order of their labels
 * @param palette colours of the classes
 * @param loss training loss by iteration, each the mean since the point before
 * @param meanIu mean IU on held-out images by iteration
 * @param examples held-out images to look at
 */
record ReportData(
    String command,
    Map<String, String> settings,
    double seconds,
    Metrics net,
    Metrics baseline,
    List<String> classNames,
    Palette palette,
    List<CurvePoint> loss,
    List<CurvePoint> meanIu,
    List<Example> examples) {

  record CurvePoint(int iteration, double value) {}

  /** One held-out image, what is in it, and what the two classifiers make of it. */
  record Example(String caption, RgbImage image, LabelMap truth, LabelMap baseline, LabelMap net) {}
}
