package io.fcn4j.models;

import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Overlay;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.RgbImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image and, for each of its pixels, the class that a net gave it. */
public record Segmentation(
    RgbImage image, LabelMap labels, List<String> classNames, Palette palette) {

  public Segmentation {
    classNames = List.copyOf(classNames);
  }

  /** The classes painted over the image, 0 for invisible to 1 for opaque; class 0 is left out. */
  public Overlay overlay(float opacity) {
    return Overlay.of(image, labels).opacity(opacity).palette(palette).classNames(classNames);
  }

  /**
   * The share of the image that each class takes, by name; classes that are absent are left out.
   */
  public Map<String, Double> areas() {
    long[] counts = labels.counts();
    double pixels = (double) labels.width() * labels.height();
    Map<String, Double> areas = new LinkedHashMap<>();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0) {
        areas.put(className(label), counts[label] / pixels);
      }
    }
    return areas;
  }

  private String className(int label) {
    return label < classNames.size() ? classNames.get(label) : "class " + label;
  }
}
