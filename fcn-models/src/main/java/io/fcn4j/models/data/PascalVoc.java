package io.fcn4j.models.data;

import java.util.List;

/** The names of PASCAL VOC's classes. */
public final class PascalVoc {
  /** Background and 20 objects, in the order of their labels. */
  public static final List<String> CLASSES =
      List.of(
          "background",
          "aeroplane",
          "bicycle",
          "bird",
          "boat",
          "bottle",
          "bus",
          "car",
          "cat",
          "chair",
          "cow",
          "diningtable",
          "dog",
          "horse",
          "motorbike",
          "person",
          "pottedplant",
          "sheep",
          "sofa",
          "train",
          "tvmonitor");

  private PascalVoc() {}
}
