package io.fcn4j.layers;

/** The factories of all layers, to be imported statically. */
public final class Layers {
  private Layers() {}

  /** Caffe's SoftmaxWithLoss of scores and labels. */
  public static SoftmaxLoss softmaxLoss() {
    return SoftmaxLoss.DEFAULT;
  }

  /** Caffe's SigmoidCrossEntropyLoss of scores and targets. */
  public static SigmoidCrossEntropyLoss sigmoidCrossEntropyLoss() {
    return SigmoidCrossEntropyLoss.DEFAULT;
  }

  /** Caffe's EuclideanLoss of two blobs. */
  public static EuclideanLoss euclideanLoss() {
    return new EuclideanLoss();
  }

  /** Caffe's Accuracy of scores and labels. */
  public static Accuracy accuracy() {
    return Accuracy.DEFAULT;
  }
}
