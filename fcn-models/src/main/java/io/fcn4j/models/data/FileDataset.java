package io.fcn4j.models.data;

import io.fcn4j.models.image.Images;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import java.nio.file.Path;
import java.util.List;

/**
 * Image and label map files, read whenever a sample is asked for. Made by {@link Voc} and {@link
 * Folder}, or from any list of files.
 */
public record FileDataset(
    List<Item> items,
    List<String> classNames,
    Palette palette,
    int ignoreLabel,
    Preprocessing preprocessing)
    implements SegmentationDataset {

  /** One sample: an image (PNG or JPEG) and its label map (palette or grey PNG). */
  public record Item(String id, Path image, Path labels) {}

  public FileDataset {
    items = List.copyOf(items);
    classNames = List.copyOf(classNames);
    if (items.isEmpty()) {
      throw new DatasetException("a data set needs at least one sample");
    }
    if (classNames.isEmpty() || classNames.size() > 255) {
      throw new DatasetException(
          "a data set has 1 to 255 classes, but there are " + classNames.size() + " class names");
    }
    if (ignoreLabel < 0 || ignoreLabel > 255 || ignoreLabel < classNames.size()) {
      throw new DatasetException(
          String.format(
              "ignore label %d: expected %d to 255, beyond the labels of the %d classes",
              ignoreLabel, classNames.size(), classNames.size()));
    }
  }

  /** With VOC's colours, 255 ignored, and the preprocessing of the FCN paper. */
  public static FileDataset of(List<Item> items, List<String> classNames) {
    return new FileDataset(items, classNames, Palette.VOC, 255, Preprocessing.VOC);
  }

  public FileDataset palette(Palette palette) {
    return new FileDataset(items, classNames, palette, ignoreLabel, preprocessing);
  }

  public FileDataset ignoreLabel(int ignoreLabel) {
    return new FileDataset(items, classNames, palette, ignoreLabel, preprocessing);
  }

  public FileDataset preprocessing(Preprocessing preprocessing) {
    return new FileDataset(items, classNames, palette, ignoreLabel, preprocessing);
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public String id(int index) {
    return items.get(index).id();
  }

  @Override
  public RgbImage image(int index) {
    return Images.read(items.get(index).image());
  }

  /**
   * The true labels, checked but for their size.
   *
   * @throws DatasetException if a label is neither a class nor ignored
   */
  @Override
  public LabelMap labels(int index) {
    LabelMap labels = LabelMap.read(items.get(index).labels());
    LabelCheck.check(this, index, labels);
    return labels;
  }

  @Override
  public String source(int index) {
    Item item = items.get(index);
    return String.format(
        "sample '%s' (image %s, label map %s)", item.id(), item.image(), item.labels());
  }
}
