package io.fcn4j.models.image;

/** The order of colour channels in a blob. */
public enum ChannelOrder {
  /** Caffe's, after OpenCV. */
  BGR,
  RGB
}
