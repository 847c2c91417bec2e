package io.fcn4j.layers;

import io.fcn4j.core.CoordMap;

/** What a layer that works along one axis does to the coordinates of the image. */
final class ImageAxes {
  private static final int CHANNELS = 1;

  private ImageAxes() {}

  /**
   * The identity for the axes of images and channels, because such a layer is pointwise in space;
   * negative axes may be any.
   */
  static CoordMap coordMap(int axis) {
    return axis >= 0 && axis <= CHANNELS ? CoordMap.IDENTITY : CoordMap.UNDEFINED;
  }
}
