package io.fcn4j.models.image;

import io.fcn4j.core.FcnException;

/** Guards the sizes of pixel arrays. */
final class Sizes {
  private Sizes() {}

  /** Throws unless width x height x channels is positive, fits an array and equals a length. */
  static void check(String what, int width, int height, int channels, int length) {
    if (width < 1 || height < 1 || (long) width * height * channels != length) {
      throw new FcnException(
          what + " of " + width + " x " + height + " cannot be made of " + length + " bytes");
    }
  }
}
