package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.AccuracyParameter;
import io.fcn4j.caffe.proto.HingeLossParameter;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.caffe.proto.LossParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.layers.Accuracy;
import io.fcn4j.layers.ContrastiveLoss;
import io.fcn4j.layers.EuclideanLoss;
import io.fcn4j.layers.HingeLoss;
import io.fcn4j.layers.InfogainLoss;
import io.fcn4j.layers.MultinomialLogisticLoss;
import io.fcn4j.layers.Normalization;
import io.fcn4j.layers.SigmoidCrossEntropyLoss;
import io.fcn4j.layers.SoftmaxLoss;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Losses, and Accuracy, which reads the same bottoms. */
final class Losses {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>("SoftmaxWithLoss", SoftmaxLoss.class, Losses::softmax, Losses::writeSoftmax),
          new Codec<>("InfogainLoss", InfogainLoss.class, Losses::infogain, Losses::writeInfogain),
          new Codec<>(
              "SigmoidCrossEntropyLoss",
              SigmoidCrossEntropyLoss.class,
              p ->
                  new SigmoidCrossEntropyLoss(
                      ignore(p), normalization(p, Normalization.BATCH_SIZE)),
              (layer, p) ->
                  write(layer.ignoreLabel(), layer.normalization(), Normalization.BATCH_SIZE, p)),
          new Codec<>(
              "HingeLoss",
              HingeLoss.class,
              p -> new HingeLoss(HingeLoss.Norm.valueOf(p.getHingeLossParam().getNorm().name())),
              (layer, p) ->
                  p.getHingeLossParamBuilder()
                      .setNorm(HingeLossParameter.Norm.valueOf(layer.norm().name()))),
          new Codec<>(
              "ContrastiveLoss",
              ContrastiveLoss.class,
              p ->
                  new ContrastiveLoss(
                      p.getContrastiveLossParam().getMargin(),
                      p.getContrastiveLossParam().getLegacyVersion()),
              (layer, p) ->
                  p.getContrastiveLossParamBuilder()
                      .setMargin(layer.margin())
                      .setLegacyVersion(layer.legacyVersion())),
          Codec.plain("EuclideanLoss", EuclideanLoss.class, new EuclideanLoss()),
          Codec.plain(
              "MultinomialLogisticLoss",
              MultinomialLogisticLoss.class,
              new MultinomialLogisticLoss()),
          new Codec<>("Accuracy", Accuracy.class, Losses::accuracy, Losses::writeAccuracy));

  private Losses() {}

  private static OptionalInt ignore(LayerParameter p) {
    return p.getLossParam().hasIgnoreLabel()
        ? OptionalInt.of(p.getLossParam().getIgnoreLabel())
        : OptionalInt.empty();
  }

  /** The older {@code normalize} is looked at only where {@code normalization} is absent. */
  private static Normalization normalization(LayerParameter p, Normalization otherwise) {
    LossParameter loss = p.getLossParam();
    if (loss.hasNormalization()) {
      return Normalization.valueOf(loss.getNormalization().name());
    }
    if (loss.hasNormalize()) {
      return loss.getNormalize() ? Normalization.VALID : Normalization.BATCH_SIZE;
    }
    return otherwise;
  }

  private static void write(
      OptionalInt ignore,
      Normalization normalization,
      Normalization otherwise,
      LayerParameter.Builder p) {
    ignore.ifPresent(label -> p.getLossParamBuilder().setIgnoreLabel(label));
    if (normalization != otherwise) {
      p.getLossParamBuilder()
          .setNormalization(LossParameter.NormalizationMode.valueOf(normalization.name()));
    }
  }

  private static SoftmaxLoss softmax(LayerParameter p) {
    return new SoftmaxLoss(
        p.getSoftmaxParam().getAxis(),
        ignore(p),
        normalization(p, Normalization.VALID),
        List.of(),
        1,
        p.getTopCount() > 1);
  }

  private static void writeSoftmax(SoftmaxLoss layer, LayerParameter.Builder p) {
    if (!layer.classWeights().isEmpty() || layer.sampling() != 1) {
      throw new FcnException(
          "Caffe's SoftmaxWithLoss has neither class weights nor sampling; for weights use"
              + " infogainLoss() with their diagonal matrix");
    }
    if (layer.axis() != 1) {
      p.getSoftmaxParamBuilder().setAxis(layer.axis());
    }
    write(layer.ignoreLabel(), layer.normalization(), Normalization.VALID, p);
  }

  /** The matrix of a {@code source} is in a file, which the reader of the net adds. */
  private static InfogainLoss infogain(LayerParameter p) {
    return new InfogainLoss(
        p.getInfogainLossParam().getAxis(),
        ignore(p),
        normalization(p, Normalization.VALID),
        Optional.empty(),
        p.getTopCount() > 1);
  }

  private static void writeInfogain(InfogainLoss layer, LayerParameter.Builder p) {
    if (layer.matrix().isPresent()) {
      throw new FcnException(
          "Caffe reads the matrix of InfogainLoss from a file of its own; give it as bottom 2");
    }
    if (layer.axis() != 1) {
      p.getInfogainLossParamBuilder().setAxis(layer.axis());
    }
    write(layer.ignoreLabel(), layer.normalization(), Normalization.VALID, p);
  }

  private static Accuracy accuracy(LayerParameter p) {
    AccuracyParameter a = p.getAccuracyParam();
    return new Accuracy(
        Unsigned.size("top_k", a.getTopK()),
        a.getAxis(),
        a.hasIgnoreLabel() ? OptionalInt.of(a.getIgnoreLabel()) : OptionalInt.empty(),
        p.getTopCount() > 1);
  }

  private static void writeAccuracy(Accuracy layer, LayerParameter.Builder p) {
    AccuracyParameter.Builder a = p.getAccuracyParamBuilder();
    if (layer.topK() != 1) {
      a.setTopK(layer.topK());
    }
    if (layer.axis() != 1) {
      a.setAxis(layer.axis());
    }
    layer.ignoreLabel().ifPresent(a::setIgnoreLabel);
  }
}
