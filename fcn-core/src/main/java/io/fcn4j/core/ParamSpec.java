package io.fcn4j.core;

/**
 * A parameter that a layer asks for. Its key in {@link Params} is {@code LAYER.INDEX}, the index
 * being its place in {@link Layer#params}, as in Caffe's blobs.
 *
 * @param name what it is: {@code weight}, {@code bias}, {@code mean}
 * @param learned false for state that a kernel keeps itself (BatchNorm's statistics): it has no
 *     gradient and is written only in {@link Phase#TRAIN}
 */
public record ParamSpec(String name, Shape shape, Filler filler, Mults mults, boolean learned) {
  public static ParamSpec learned(String name, Shape shape, Filler filler, Mults mults) {
    return new ParamSpec(name, shape, filler, mults, true);
  }

  public static ParamSpec learned(String name, Shape shape, Filler filler) {
    return learned(name, shape, filler, Mults.DEFAULT);
  }

  public static ParamSpec state(String name, Shape shape, Filler filler) {
    return new ParamSpec(name, shape, filler, Mults.FROZEN, false);
  }
}
