package io.fcn4j.models;

/** How the borders of an image are padded in an FCN. */
public enum Padding {
  /**
   * The published nets' 100 pixels around the image, so that the receptive field of every score
   * lies within the padded image, for inputs of any size. (GoogLeNet needs only its own 3.)
   */
  PAPER,
  /**
   * As little as keeps the output as large as the input: the first layer's own padding, and "same"
   * padding in the first fully connected layer. Faster, most of all for small images; the published
   * FCN weights were not trained with it.
   */
  LOW
}
