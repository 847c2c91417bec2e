package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.FillerParameter;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.layers.Weights;
import java.util.function.Consumer;

/** The settings that all layers with a weight and a bias have. */
final class WeightSettings {
  private WeightSettings() {}

  /** Multipliers are left to the rules of the node. */
  static Weights read(boolean bias, FillerParameter weight, FillerParameter biasFiller) {
    return new Weights(
        Fillers.read(weight), Mults.DEFAULT, bias, Fillers.read(biasFiller), Mults.DEFAULT);
  }

  static void write(
      Weights weights,
      Consumer<Boolean> biasTerm,
      Consumer<FillerParameter> weightFiller,
      Consumer<FillerParameter> biasFiller) {
    filler(weights.filler(), weightFiller);
    if (weights.bias()) {
      filler(weights.biasFiller(), biasFiller);
    } else {
      biasTerm.accept(false);
    }
  }

  /** Caffe's default is not written. */
  static void filler(Filler filler, Consumer<FillerParameter> target) {
    if (!filler.equals(Filler.zeros())) {
      target.accept(Fillers.write(filler));
    }
  }
}
