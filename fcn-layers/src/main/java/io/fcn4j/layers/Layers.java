package io.fcn4j.layers;

/**
 * The layers, to be imported statically. Factories take what a layer cannot do without; the rest is
 * set by the layer's own methods: {@code conv(64).kernel(3).pad(1)}.
 */
public final class Layers {
  private Layers() {}

  /** {@link Convolution}, 1x1 unless a kernel is given. */
  public static Convolution conv(int numOutput) {
    return new Convolution(numOutput, 1, Window.CELL, Weights.DEFAULT);
  }

  /** {@link Deconvolution}, 1x1 unless a kernel is given. */
  public static Deconvolution deconv(int numOutput) {
    return new Deconvolution(numOutput, 1, Window.CELL, Weights.DEFAULT);
  }

  /** {@link Pooling} of the largest value; the stride is the size too (in Caffe it is 1). */
  public static Pooling maxPool(int size) {
    return pool(Pooling.Method.MAX, size);
  }

  /** {@link Pooling} of the mean; the stride is the size too (in Caffe it is 1). */
  public static Pooling avePool(int size) {
    return pool(Pooling.Method.AVE, size);
  }

  private static Pooling pool(Pooling.Method method, int size) {
    Window window = Window.CELL.kernel(size, size).stride(size, size);
    return new Pooling(method, window, Pooling.RoundMode.CEIL, false, false);
  }

  /** {@link Pooling} of each whole channel to its largest value. */
  public static Pooling globalMaxPool() {
    return Pooling.global(Pooling.Method.MAX);
  }

  /** {@link Pooling} of each whole channel to its mean. */
  public static Pooling globalAvePool() {
    return Pooling.global(Pooling.Method.AVE);
  }

  /** {@link InnerProduct}. */
  public static InnerProduct innerProduct(int numOutput) {
    return new InnerProduct(numOutput, 1, false, Weights.DEFAULT);
  }

  /** {@link BatchNorm}. */
  public static BatchNorm batchNorm() {
    return BatchNorm.DEFAULT;
  }

  /** {@link Lrn}, across channels. */
  public static Lrn lrn() {
    return Lrn.DEFAULT;
  }

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
