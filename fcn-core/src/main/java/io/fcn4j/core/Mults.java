package io.fcn4j.core;

/** Caffe's {@code lr_mult} and {@code decay_mult} of one parameter. */
public record Mults(float lr, float decay) {
  /** Caffe's default, 1 and 1. */
  public static final Mults DEFAULT = new Mults(1f, 1f);

  /** The usual setting of biases: learning rate doubled, no weight decay. */
  public static final Mults BIAS = new Mults(2f, 0f);

  /** Not learned. */
  public static final Mults FROZEN = new Mults(0f, 0f);
}
