package io.fcn4j.models.data;

import io.fcn4j.core.solver.Dataset;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.models.image.LabelMap;
import io.fcn4j.models.image.Palette;
import io.fcn4j.models.image.Preprocessing;
import io.fcn4j.models.image.RgbImage;
import java.util.List;
import java.util.Map;

/**
 * Images with a label per pixel. A sample holds the blobs {@value #DATA} (1 x 3 x H x W, the
 * preprocessed image) and {@value #LABEL} (1 x 1 x H x W); sizes may differ from sample to sample.
 */
public interface SegmentationDataset extends Dataset {
  String DATA = "data";
  String LABEL = "label";

  /** A name for messages and output files. */
  String id(int index);

  RgbImage image(int index);

  /** The true labels, of the image's size. */
  LabelMap labels(int index);

  /** One name per class; labels from 0 to {@code classNames().size() - 1} are classes. */
  List<String> classNames();

  default Palette palette() {
    return Palette.VOC;
  }

  /** The label of pixels that neither train nor count; never that of a class. */
  default int ignoreLabel() {
    return 255;
  }

  default Preprocessing preprocessing() {
    return Preprocessing.VOC;
  }

  /** Where a sample comes from, for messages. */
  default String source(int index) {
    return "sample '" + id(index) + "'";
  }

  /**
   * The image and its labels as blobs.
   *
   * @throws DatasetException if the label map differs from the image in size or holds a label that
   *     is neither a class nor ignored
   */
  @Override
  default Sample get(int index) {
    RgbImage image = image(index);
    LabelMap labels = labels(index);
    LabelCheck.check(this, index, image, labels);
    return new Sample(id(index), Map.of(DATA, preprocessing().blob(image), LABEL, labels.blob()));
  }

  @Override
  default float padding(String blob) {
    return blob.equals(LABEL) ? ignoreLabel() : 0f;
  }
}
