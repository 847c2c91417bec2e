package io.fcn4j.layers;

import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;

/** Layers with {@link Weights}: their settings as withers. */
public interface Weighted<T extends Weighted<T>> {
  Weights weights();

  /** This layer with other settings of weight and bias. */
  T weights(Weights weights);

  /** Caffe's weight_filler; see {@link Weights#DEFAULT}. */
  default T filler(Filler filler) {
    Weights w = weights();
    return weights(new Weights(filler, w.mults(), w.bias(), w.biasFiller(), w.biasMults()));
  }

  /** Weights that begin at 0: for score layers, whose first predictions are then unbiased. */
  default T zeros() {
    return filler(Filler.zeros());
  }

  /** Caffe's bias_filler; 0 unless given. */
  default T biasFiller(Filler filler) {
    Weights w = weights();
    return weights(new Weights(w.filler(), w.mults(), w.bias(), filler, w.biasMults()));
  }

  /** Caffe's bias_term: false. */
  default T noBias() {
    Weights w = weights();
    return weights(new Weights(w.filler(), w.mults(), false, w.biasFiller(), w.biasMults()));
  }

  /** Caffe's lr_mult and decay_mult of the weight; 1 and 1 unless given. */
  default T weightMults(Mults mults) {
    Weights w = weights();
    return weights(new Weights(w.filler(), mults, w.bias(), w.biasFiller(), w.biasMults()));
  }

  /** Caffe's lr_mult and decay_mult of the bias; 1 and 1 unless given. */
  default T biasMults(Mults mults) {
    Weights w = weights();
    return weights(new Weights(w.filler(), w.mults(), w.bias(), w.biasFiller(), mults));
  }

  /** Neither weight nor bias is learned; gradients still flow through the layer. */
  default T frozen() {
    return weightMults(Mults.FROZEN).biasMults(Mults.FROZEN);
  }
}
