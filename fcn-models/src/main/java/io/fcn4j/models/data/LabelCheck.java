package io.fcn4j.models.data;

import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/** Guards training and metrics against label maps that do not mean what they seem to. */
final class LabelCheck {
  private static final int SHOWN = 3;

  private LabelCheck() {}

  static void check(SegmentationDataset dataset, int index, RgbImage image, LabelMap labels) {
    if (image.width() != labels.width() || image.height() != labels.height()) {
      throw new DatasetException(
          String.format(
              "%s: the label map is %d x %d, but the image %d x %d (its EXIF orientation applied);"
                  + " expected equal sizes. Was one of them resized or turned?",
              dataset.source(index),
              labels.width(),
              labels.height(),
              image.width(),
              image.height()));
    }
    check(dataset, index, labels);
  }

  static void check(SegmentationDataset dataset, int index, LabelMap labels) {
    int classes = dataset.classNames().size();
    long[] counts = labels.counts();
    counts[dataset.ignoreLabel()] = 0;
    List<String> strange = new ArrayList<>();
    for (int label = classes; label < counts.length; label++) {
      if (counts[label] > 0) {
        strange.add("label " + label + " (pixels: " + counts[label] + ")");
      }
    }
    if (!strange.isEmpty()) {
      int more = strange.size() - SHOWN;
      throw new DatasetException(
          dataset.source(index)
              + ": the label map holds "
              + String.join(", ", strange.subList(0, Math.min(SHOWN, strange.size())))
              + (more > 0 ? ", and " + more + " other such labels" : "")
              + String.format(
                  "; expected 0 to %d (%d classes) or %d (ignored). Labels are class numbers: a"
                      + " mask of 0 and 255 must be renumbered to 0 and 1; an RGB-coloured mask"
                      + " turned to grey has lost its labels.",
                  classes - 1, classes, dataset.ignoreLabel()));
    }
  }
}
