package io.fcn4j.bench;

import static io.fcn4j.layers.Layers.absVal;
import static io.fcn4j.layers.Layers.accuracy;
import static io.fcn4j.layers.Layers.argMax;
import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.batchNorm;
import static io.fcn4j.layers.Layers.batchReindex;
import static io.fcn4j.layers.Layers.bias;
import static io.fcn4j.layers.Layers.bnll;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.contrastiveLoss;
import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.elu;
import static io.fcn4j.layers.Layers.embed;
import static io.fcn4j.layers.Layers.euclideanLoss;
import static io.fcn4j.layers.Layers.exp;
import static io.fcn4j.layers.Layers.flatten;
import static io.fcn4j.layers.Layers.hingeLoss;
import static io.fcn4j.layers.Layers.im2col;
import static io.fcn4j.layers.Layers.infogainLossByBottom;
import static io.fcn4j.layers.Layers.innerProduct;
import static io.fcn4j.layers.Layers.log;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.max;
import static io.fcn4j.layers.Layers.maxPool;
import static io.fcn4j.layers.Layers.multinomialLogisticLoss;
import static io.fcn4j.layers.Layers.mvn;
import static io.fcn4j.layers.Layers.parameter;
import static io.fcn4j.layers.Layers.power;
import static io.fcn4j.layers.Layers.prelu;
import static io.fcn4j.layers.Layers.prod;
import static io.fcn4j.layers.Layers.reduction;
import static io.fcn4j.layers.Layers.relu;
import static io.fcn4j.layers.Layers.reshape;
import static io.fcn4j.layers.Layers.scale;
import static io.fcn4j.layers.Layers.sigmoid;
import static io.fcn4j.layers.Layers.sigmoidCrossEntropyLoss;
import static io.fcn4j.layers.Layers.silence;
import static io.fcn4j.layers.Layers.sliceEvenly;
import static io.fcn4j.layers.Layers.softmax;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static io.fcn4j.layers.Layers.split;
import static io.fcn4j.layers.Layers.spp;
import static io.fcn4j.layers.Layers.sum;
import static io.fcn4j.layers.Layers.tanh;
import static io.fcn4j.layers.Layers.threshold;
import static io.fcn4j.layers.Layers.tile;

import io.fcn4j.core.Crop;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.Embed;
import io.fcn4j.layers.Reduction;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Every layer as it occurs in an FCN, with the shapes of its bottoms where the net's map of 64
 * channels (VGG16's conv1) has {@code size} rows and columns.
 */
// Layers are records, and the functions capture nothing.
@SuppressWarnings("ImmutableEnumChecker")
public enum LayerCase {
  CONV_3X3(conv(128).kernel(3).pad(1), size -> List.of(map(128, size))),
  CONV_3X3_DILATED(conv(128).kernel(3).pad(2).dilation(2), size -> List.of(map(128, size))),
  CONV_5X5_GROUPED(conv(256).kernel(5).pad(2).group(2), size -> List.of(map(96, size / 2))),
  /** A quarter of VGG16's channels: all of them have 411 MB of weights. */
  CONV_FC6(conv(1024).kernel(7).pad(3), size -> List.of(map(128, size / 4))),
  CONV_SCORE(conv(21), size -> List.of(map(512, size / 2))),
  DECONV_2X(deconv(21).kernel(4).stride(2).bilinear(), size -> List.of(map(21, size / 2))),
  DECONV_8X(deconv(21).kernel(16).stride(8).bilinear(), size -> List.of(map(21, size / 4))),
  MAX_POOL(maxPool(2), size -> List.of(map(64, size))),
  MAX_POOL_OVERLAPPING(maxPool(3).stride(2), size -> List.of(map(64, size))),
  AVE_POOL(avePool(3).stride(1).pad(1), size -> List.of(map(64, size))),
  LRN_ACROSS(lrn().alpha(1e-4f), size -> List.of(map(64, size))),
  LRN_WITHIN(lrn().alpha(1e-4f).withinChannel(), size -> List.of(map(64, size))),
  BATCH_NORM(batchNorm(), size -> List.of(map(64, size))),
  INNER_PRODUCT(innerProduct(1000), size -> List.of(map(64, size / 8))),
  RELU(relu(), size -> List.of(map(64, size))),
  SIGMOID(sigmoid(), size -> List.of(map(64, size))),
  TANH(tanh(), size -> List.of(map(64, size))),
  DROPOUT(dropout(), size -> List.of(map(64, size))),
  SCALE(scale().bias(), size -> List.of(map(64, size))),
  BIAS(bias(), size -> List.of(map(64, size))),
  SUM(sum(), size -> List.of(map(64, size), map(64, size))),
  PROD(prod(), size -> List.of(map(64, size), map(64, size))),
  MAX(max(), size -> List.of(map(64, size), map(64, size))),
  CONCAT(concat(), size -> List.of(map(64, size), map(32, size))),
  SLICE(sliceEvenly(1, 2), size -> List.of(map(64, size))),
  CROP(new Crop(2, List.of(5L)), size -> List.of(map(21, 2 * size + 10), map(21, 2 * size))),
  FLATTEN(flatten(), size -> List.of(map(64, size))),
  RESHAPE(reshape(0, -1), size -> List.of(map(64, size))),
  SOFTMAX(softmax(), size -> List.of(map(21, 2 * size))),
  SOFTMAX_LOSS(softmaxLoss(), size -> List.of(map(21, 2 * size), map(1, 2 * size))),
  SIGMOID_LOSS(sigmoidCrossEntropyLoss(), size -> List.of(map(21, size), map(21, size))),
  EUCLIDEAN_LOSS(euclideanLoss(), size -> List.of(map(21, size), map(21, size))),
  ARG_MAX(argMax().axis(1), size -> List.of(map(21, 2 * size))),
  ACCURACY(accuracy(), size -> List.of(map(21, 2 * size), map(1, 2 * size))),
  SILENCE(silence(), size -> List.of(map(64, size))),
  POWER(power(2).scale(0.5f).shift(1), size -> List.of(map(64, size))),
  EXP(exp(), size -> List.of(map(64, size))),
  LOG(log().shift(2), size -> List.of(map(64, size))),
  ABS_VAL(absVal(), size -> List.of(map(64, size))),
  ELU(elu(), size -> List.of(map(64, size))),
  PRELU(prelu(), size -> List.of(map(64, size))),
  BNLL(bnll(), size -> List.of(map(64, size))),
  THRESHOLD(threshold(0.5f), size -> List.of(map(64, size))),
  SPLIT(split(2), size -> List.of(map(64, size))),
  TILE(tile(2), size -> List.of(map(64, size))),
  REDUCTION(reduction(Reduction.Method.SUM).axis(1), size -> List.of(map(64, size))),
  PARAMETER(parameter(1, 64, 64, 64), size -> List.of()),
  MVN(mvn(), size -> List.of(map(64, size))),
  EMBED(embed(64, 1000), size -> List.of(Shape.of(1, size))),
  BATCH_REINDEX(batchReindex(), size -> List.of(Shape.of(2, 64, size, size), Shape.of(2))),
  SPP(spp(3), size -> List.of(map(64, size))),
  IM2COL(im2col(3), size -> List.of(map(64, size))),
  INFOGAIN_LOSS(
      infogainLossByBottom(),
      size -> List.of(map(21, 2 * size), map(1, 2 * size), Shape.of(21, 21))),
  HINGE_LOSS(hingeLoss(), size -> List.of(Shape.of(size, 1000), Shape.of(size))),
  CONTRASTIVE_LOSS(
      contrastiveLoss(), size -> List.of(Shape.of(size, 256), Shape.of(size, 256), Shape.of(size))),
  MULTINOMIAL_LOSS(
      multinomialLogisticLoss(), size -> List.of(Shape.of(size, 1000), Shape.of(size)));

  private final Layer layer;
  private final IntFunction<List<Shape>> bottoms;

  LayerCase(Layer layer, IntFunction<List<Shape>> bottoms) {
    this.layer = layer;
    this.bottoms = bottoms;
  }

  Layer layer() {
    return layer;
  }

  /** Whether a bottom holds classes or other indices. */
  boolean isIndex(int bottom) {
    return layer instanceof Embed || (bottom > 0 && !layer.propagatesTo(bottom));
  }

  List<Shape> bottoms(int size) {
    return bottoms.apply(size);
  }

  private static Shape map(int channels, int size) {
    return Shape.of(1, channels, size, size);
  }
}
