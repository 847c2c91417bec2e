package io.fcn4j.models.image;

import java.nio.file.Path;

/**
 * Reads photographs and micrographs as 8-bit RGB, the way Caffe's and Pillow's loaders see them.
 */
public final class Images {
  private Images() {}

  /**
   * Reads a PNG or JPEG file, recognised by its content.
   *
   * <ul>
   *   <li>Grey becomes three equal channels; a palette becomes its colours.
   *   <li>16-bit samples keep their high byte.
   *   <li>Alpha is dropped, not composited.
   *   <li>CMYK and YCCK become {@code (255 - ink) * (255 - black) / 255}. Embedded colour profiles
   *       are not applied.
   *   <li>The EXIF orientation is applied, so that the image stands as viewers show it.
   * </ul>
   *
   * @throws io.fcn4j.core.FcnException if the file is missing, neither PNG nor JPEG (it says what
   *     it looks like), damaged or truncated; never half an image
   */
  public static RgbImage read(Path file) {
    return ImageFile.open(file, "image").rgb();
  }
}
