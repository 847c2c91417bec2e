package io.fcn4j.caffe;

import io.fcn4j.core.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A layer of a net that reads data, which became inputs: what its tops are, and where its data
 * would come from.
 *
 * @param name of the layer
 * @param type Caffe's type, or the class of a Python layer: {@code VOCSegDataLayer}
 * @param tops the inputs, in order
 * @param source the database, list or folder that it reads; empty if it has none
 * @param split which part of the data set, for the layers of the FCN reference repository
 * @param mean what is subtracted, for each channel in the order of the blob; empty if it is not
 *     said, or in a mean image
 * @param transforms what Caffe would do to the data in this layer, by the fields of {@code
 *     transform_param}: scale, mirror, crop_size, mean_file, mean_value. Here it is left to those
 *     who give the data.
 */
public record DataLayer(
    String name,
    String type,
    List<Top> tops,
    Optional<String> source,
    Optional<String> split,
    List<Double> mean,
    List<String> transforms) {
  /** What a top holds. */
  public enum Kind {
    /** Images or other data, N x C x H x W or of any rank. */
    DATA,
    /** One label for each image: N. */
    LABEL,
    /** One label for each pixel: N x 1 x H x W. */
    LABEL_MAP
  }

  /**
   * One input.
   *
   * @param shape as far as the file tells it
   * @param channels as far as the file tells them; N, H and W are free then
   */
  public record Top(String name, Kind kind, Optional<Shape> shape, Optional<Integer> channels) {
    static Top of(String name, Kind kind, Shape shape) {
      return new Top(name, kind, Optional.of(shape), Optional.empty());
    }

    static Top free(String name, Kind kind, int channels) {
      return new Top(name, kind, Optional.empty(), Optional.of(channels));
    }

    static Top unknown(String name, Kind kind) {
      return new Top(name, kind, Optional.empty(), Optional.empty());
    }
  }

  public DataLayer {
    tops = List.copyOf(tops);
    mean = List.copyOf(mean);
    transforms = List.copyOf(transforms);
  }
}
