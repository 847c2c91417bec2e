package io.fcn4j.layers;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The layers' factories, to be imported statically: {@code import static io.fcn4j.layers.Layers.*}.
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
    return globalPool(Pooling.Method.MAX);
  }

  /** {@link Pooling} of each whole channel to its mean. */
  public static Pooling globalAvePool() {
    return globalPool(Pooling.Method.AVE);
  }

  private static Pooling globalPool(Pooling.Method method) {
    return new Pooling(method, Window.CELL, Pooling.RoundMode.CEIL, true, false);
  }

  /** {@link Spp} of the largest value in each bin. */
  public static Spp spp(int pyramidHeight) {
    return new Spp(pyramidHeight, Pooling.Method.MAX);
  }

  /** {@link Im2col}. */
  public static Im2col im2col(int kernel) {
    return new Im2col(Window.CELL.kernel(kernel, kernel));
  }

  /** {@link InnerProduct}. */
  public static InnerProduct innerProduct(int numOutput) {
    return new InnerProduct(numOutput, 1, false, Weights.DEFAULT);
  }

  /** {@link Embed} of the indices 0 to inputDim - 1. */
  public static Embed embed(int numOutput, int inputDim) {
    return new Embed(numOutput, inputDim, Weights.DEFAULT);
  }

  /** {@link BatchNorm}. */
  public static BatchNorm batchNorm() {
    return BatchNorm.DEFAULT;
  }

  /** {@link Lrn}, across channels. */
  public static Lrn lrn() {
    return Lrn.DEFAULT;
  }

  /** {@link Mvn} of each channel of each image. */
  public static Mvn mvn() {
    return Mvn.DEFAULT;
  }

  /** Caffe's SoftmaxWithLoss of scores and labels. */
  public static SoftmaxLoss softmaxLoss() {
    return SoftmaxLoss.DEFAULT;
  }

  /** Caffe's InfogainLoss of scores and labels, by a matrix that does not change. */
  public static InfogainLoss infogainLoss(InfogainMatrix matrix) {
    return InfogainLoss.BY_BOTTOM.matrix(matrix);
  }

  /** Caffe's InfogainLoss of scores and labels, by the matrix in a third bottom. */
  public static InfogainLoss infogainLossByBottom() {
    return InfogainLoss.BY_BOTTOM;
  }

  /** Caffe's SigmoidCrossEntropyLoss of scores and targets. */
  public static SigmoidCrossEntropyLoss sigmoidCrossEntropyLoss() {
    return SigmoidCrossEntropyLoss.DEFAULT;
  }

  /** Caffe's EuclideanLoss of two blobs. */
  public static EuclideanLoss euclideanLoss() {
    return new EuclideanLoss();
  }

  /** Caffe's HingeLoss of scores and labels, L1. */
  public static HingeLoss hingeLoss() {
    return HingeLoss.DEFAULT;
  }

  /** Caffe's ContrastiveLoss of two blobs of features and whether their pairs are similar. */
  public static ContrastiveLoss contrastiveLoss() {
    return ContrastiveLoss.DEFAULT;
  }

  /** Caffe's MultinomialLogisticLoss of probabilities and labels. */
  public static MultinomialLogisticLoss multinomialLogisticLoss() {
    return new MultinomialLogisticLoss();
  }

  /** Caffe's Accuracy of scores and labels. */
  public static Accuracy accuracy() {
    return Accuracy.DEFAULT;
  }

  /** Caffe's ReLU. */
  public static ReLU relu() {
    return new ReLU(0);
  }

  /** Caffe's ReLU that lets negative values through, times a slope. */
  public static ReLU leakyRelu(float negativeSlope) {
    return new ReLU(negativeSlope);
  }

  /** Caffe's Sigmoid. */
  public static Sigmoid sigmoid() {
    return new Sigmoid();
  }

  /** Caffe's TanH. */
  public static TanH tanh() {
    return new TanH();
  }

  /** Caffe's ELU with alpha 1. */
  public static ELU elu() {
    return elu(1);
  }

  /** Caffe's ELU. */
  public static ELU elu(float alpha) {
    return new ELU(alpha);
  }

  /** Caffe's PReLU with a learned slope for each channel. */
  public static PReLU prelu() {
    return PReLU.DEFAULT;
  }

  /** Caffe's BNLL. */
  public static BNLL bnll() {
    return new BNLL();
  }

  /** Caffe's AbsVal. */
  public static AbsVal absVal() {
    return new AbsVal();
  }

  /** Caffe's Power, of the bottom as it is unless scale or shift are given. */
  public static Power power(float power) {
    return new Power(power, 1, 0);
  }

  /** Caffe's Exp to base e. */
  public static Exp exp() {
    return Exp.DEFAULT;
  }

  /** Caffe's Log to base e. */
  public static Log log() {
    return Log.DEFAULT;
  }

  /** Caffe's Threshold. */
  public static Threshold threshold(float threshold) {
    return new Threshold(threshold);
  }

  /** Caffe's Dropout of half of the values. */
  public static Dropout dropout() {
    return dropout(0.5f);
  }

  /** Caffe's Dropout. */
  public static Dropout dropout(float ratio) {
    return new Dropout(ratio);
  }

  /** Caffe's Eltwise SUM of two or more bottoms. */
  public static Eltwise sum() {
    return new Eltwise(new Eltwise.Sum(List.of()));
  }

  /** Caffe's Eltwise SUM with one coefficient for each bottom. */
  public static Eltwise sum(Float... coeffs) {
    return new Eltwise(new Eltwise.Sum(List.of(coeffs)));
  }

  /** Caffe's Eltwise PROD of two or more bottoms, with the stable gradient. */
  public static Eltwise prod() {
    return new Eltwise(new Eltwise.Prod(true));
  }

  /** Caffe's Eltwise MAX of two or more bottoms. */
  public static Eltwise max() {
    return new Eltwise(new Eltwise.Max());
  }

  /** Caffe's Concat along the channels. */
  public static Concat concat() {
    return concat(1);
  }

  /** Caffe's Concat. */
  public static Concat concat(int axis) {
    return new Concat(axis);
  }

  /** Caffe's Slice at these points: one top more than points. */
  public static Slice slice(int axis, long... points) {
    return new Slice(axis, points.length + 1, Arrays.stream(points).boxed().toList());
  }

  /** Caffe's Slice into tops of equal size. */
  public static Slice sliceEvenly(int axis, int tops) {
    return new Slice(axis, tops, List.of());
  }

  /** Caffe's Flatten of all axes but the first. */
  public static Flatten flatten() {
    return Flatten.DEFAULT;
  }

  /** Caffe's Reshape; 0 copies a dimension, one -1 is inferred. */
  public static Reshape reshape(long... dims) {
    return new Reshape(Arrays.stream(dims).boxed().toList(), 0, -1);
  }

  /** Caffe's Tile along the channels. */
  public static Tile tile(int tiles) {
    return new Tile(1, tiles);
  }

  /** Caffe's Split. */
  public static Split split(int tops) {
    return new Split(tops);
  }

  /** Caffe's Reduction of all axes to one number. */
  public static Reduction reduction(Reduction.Method method) {
    return new Reduction(method, 0, 1);
  }

  /** Caffe's Parameter: a learned blob of such a shape. */
  public static Parameter parameter(long... dims) {
    return new Parameter(Shape.of(dims), Filler.zeros(), Mults.DEFAULT);
  }

  /** Caffe's Silence. */
  public static Silence silence() {
    return new Silence();
  }

  /** Caffe's BatchReindex of a blob by indices. */
  public static BatchReindex batchReindex() {
    return new BatchReindex();
  }

  /** Caffe's Scale with a learned factor for each channel. */
  public static Scale scale() {
    return Scale.LEARNED;
  }

  /** Caffe's Scale by a second bottom. */
  public static Scale scaleByBottom() {
    return Scale.BY_BOTTOM;
  }

  /** Caffe's Bias with a learned number for each channel. */
  public static Bias bias() {
    return Bias.LEARNED;
  }

  /** Caffe's Bias by a second bottom. */
  public static Bias biasByBottom() {
    return Bias.BY_BOTTOM;
  }

  /** Caffe's Softmax along the channels. */
  public static Softmax softmax() {
    return Softmax.DEFAULT;
  }

  /** Caffe's ArgMax of each flattened image. */
  public static ArgMax argMax() {
    return ArgMax.DEFAULT;
  }
}
