package io.fcn4j.onednn;

import io.fcn4j.core.Shape;

/** What an array in memory is: an image N x C x H x W in a layout. */
record Format(Shape image, Layout layout) {
  static Format plain(Shape image) {
    return new Format(image, Layout.PLAIN);
  }

  /** The shape of the array. */
  Shape storage() {
    return layout.storage(image);
  }

  Format in(Layout other) {
    return new Format(image, other);
  }

  Format of(Shape other) {
    return new Format(other, layout);
  }
}
