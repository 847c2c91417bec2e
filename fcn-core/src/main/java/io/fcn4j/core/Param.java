package io.fcn4j.core;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One parameter of a net: its array, how it is learned, and what it is. */
public final class Param {
  private final String key;
  private final ParamSpec spec;
  private final INDArray array;
  private volatile Mults mults;
  private volatile long version;
  private volatile boolean released;

  Param(String key, ParamSpec spec, INDArray array, Mults mults) {
    this.key = key;
    this.spec = spec;
    this.array = array;
    this.mults = mults;
  }

  /** {@code LAYER.INDEX}. */
  public String key() {
    return key;
  }

  /** The layer's name alone. */
  public String layer() {
    return Names.layerOf(key);
  }

  public Shape shape() {
    return spec.shape();
  }

  public ParamSpec spec() {
    return spec;
  }

  /**
   * The live array, float32 in c order. Who writes to it outside {@link Params#set} calls {@link
   * Params#touch}.
   *
   * @throws FcnException if it has been released
   */
  public INDArray array() {
    if (released) {
      throw new FcnException(
          ("parameter '%s': its array has been released to a session that keeps it in another form"
                  + " (SessionOptions.releasePlainWeights); load the weights into a new net")
              .formatted(key));
    }
    return array;
  }

  /** Frees the array, whose values an engine keeps in a form of its own. */
  public void release() {
    released = true;
    array.close();
  }

  public boolean isReleased() {
    return released;
  }

  /** The array, perhaps released; for engines, to know it by. */
  public INDArray identity() {
    return array;
  }

  /** Another number after every change of the values. */
  public long version() {
    return version;
  }

  /** Says that the values have changed, which those of a released array can't. */
  void version(long changed) {
    if (!released) {
      version = changed;
    }
  }

  public Mults mults() {
    return mults;
  }

  void mults(Mults changed) {
    mults = changed;
  }

  /** Whether a solver changes it: it is no running statistic and its lr_mult is not 0. */
  public boolean isLearned() {
    return spec.learned() && mults.lr() != 0;
  }

  @Override
  public String toString() {
    return key + " " + shape();
  }
}
