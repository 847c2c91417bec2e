package io.fcn4j.layers;

/** What a loss is divided by: Caffe's {@code loss_param { normalization }}; never less than 1. */
public enum Normalization {
  /** All cells, the ignored ones too: N x H x W. */
  FULL,
  /** The cells that are not ignored. */
  VALID,
  /** The images of the batch. */
  BATCH_SIZE,
  /** 1: the plain sum. */
  NONE;

  double of(long cells, long valid, long images) {
    return switch (this) {
      case FULL -> cells;
      case VALID -> Math.max(1, valid);
      case BATCH_SIZE -> images;
      case NONE -> 1;
    };
  }
}
