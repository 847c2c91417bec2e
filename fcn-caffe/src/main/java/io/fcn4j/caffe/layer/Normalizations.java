package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.BatchNormParameter;
import io.fcn4j.caffe.proto.LRNParameter;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.MVNParameter;
import io.fcn4j.layers.BatchNorm;
import io.fcn4j.layers.Lrn;
import io.fcn4j.layers.Mvn;
import io.fcn4j.layers.Softmax;
import java.util.List;

/** Layers that measure values by others. */
final class Normalizations {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>("LRN", Lrn.class, Normalizations::lrn, Normalizations::writeLrn),
          new Codec<>(
              "BatchNorm",
              BatchNorm.class,
              Normalizations::batchNorm,
              Normalizations::writeBatchNorm),
          new Codec<>("MVN", Mvn.class, Normalizations::mvn, Normalizations::writeMvn),
          new Codec<>(
              "Softmax",
              Softmax.class,
              p -> new Softmax(p.getSoftmaxParam().getAxis()),
              (layer, p) -> {
                if (layer.axis() != 1) {
                  p.getSoftmaxParamBuilder().setAxis(layer.axis());
                }
              }));

  private Normalizations() {}

  private static Lrn lrn(LayerParameter p) {
    LRNParameter n = p.getLrnParam();
    return new Lrn(
        Unsigned.size("local_size", n.getLocalSize()),
        n.getAlpha(),
        n.getBeta(),
        n.getK(),
        Lrn.Region.valueOf(n.getNormRegion().name()));
  }

  private static void writeLrn(Lrn layer, LayerParameter.Builder p) {
    LRNParameter.Builder n = p.getLrnParamBuilder();
    n.setLocalSize(layer.localSize()).setAlpha(layer.alpha()).setBeta(layer.beta());
    if (layer.k() != 1) {
      n.setK(layer.k());
    }
    if (layer.region() != Lrn.Region.ACROSS_CHANNELS) {
      n.setNormRegion(LRNParameter.NormRegion.valueOf(layer.region().name()));
    }
  }

  private static BatchNorm batchNorm(LayerParameter p) {
    BatchNormParameter b = p.getBatchNormParam();
    BatchNorm.Statistics given =
        b.getUseGlobalStats() ? BatchNorm.Statistics.STORED : BatchNorm.Statistics.OF_BATCH;
    return new BatchNorm(
        b.getMovingAverageFraction(),
        b.getEps(),
        b.hasUseGlobalStats() ? given : BatchNorm.Statistics.BY_PHASE);
  }

  private static void writeBatchNorm(BatchNorm layer, LayerParameter.Builder p) {
    BatchNormParameter.Builder b = p.getBatchNormParamBuilder();
    b.setMovingAverageFraction(layer.movingAverageFraction()).setEps(layer.eps());
    if (layer.statistics() != BatchNorm.Statistics.BY_PHASE) {
      b.setUseGlobalStats(layer.statistics() == BatchNorm.Statistics.STORED);
    }
  }

  private static Mvn mvn(LayerParameter p) {
    MVNParameter m = p.getMvnParam();
    return new Mvn(m.getNormalizeVariance(), m.getAcrossChannels(), m.getEps());
  }

  private static void writeMvn(Mvn layer, LayerParameter.Builder p) {
    p.getMvnParamBuilder()
        .setNormalizeVariance(layer.normalizeVariance())
        .setAcrossChannels(layer.acrossChannels())
        .setEps(layer.eps());
  }
}
