package io.fcn4j.models;

import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.innerProduct;
import static io.fcn4j.layers.Layers.relu;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Layer;
import io.fcn4j.core.Mults;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Layers;

/** Adds the layers of a backbone: convolutions with their ReLU, at the backbone's width. */
final class Stem {
  /** How fully connected layers are made. */
  enum Style {
    INNER_PRODUCT,
    CONVOLUTION
  }

  private final NetBuilder builder;
  private final Backbone backbone;
  private final Mults biasMults;

  Stem(NetBuilder builder, Backbone backbone) {
    this(builder, backbone, Mults.BIAS);
  }

  private Stem(NetBuilder builder, Backbone backbone, Mults biasMults) {
    this.builder = builder;
    this.backbone = backbone;
    this.biasMults = biasMults;
  }

  /** For nets whose biases are learned like weights. */
  Stem withBiasMults(Mults mults) {
    return new Stem(builder, backbone, mults);
  }

  /** A channel count at the backbone's width: rounded, even, at least 2. */
  int channels(int full) {
    long scaled = full * backbone.width().numerator() / backbone.width().denominator();
    return (int) Math.max(2, scaled / 2 * 2);
  }

  /**
   * A square convolution and its ReLU in place; biases of weights from scratch start at zero too.
   */
  Blob conv(String name, String relu, int out, int kernel, int stride, int pad, Blob bottom) {
    return conv(name, relu, out, kernel, stride, pad, 1, bottom);
  }

  Blob conv(
      String name, String relu, int out, int kernel, int stride, int pad, int group, Blob bottom) {
    Convolution layer = convolution(channels(out)).kernel(kernel).stride(stride).pad(pad);
    return add(relu, relu(), builder.add(name, layer.group(group), bottom));
  }

  /** A fully connected layer in either style, with its ReLU and dropout in place. */
  Blob fullyConnected(String number, int out, int kernel, int pad, Style style, Blob bottom) {
    Layer layer =
        style == Style.CONVOLUTION
            ? convolution(channels(out)).kernel(kernel).pad(pad)
            : innerProduct(channels(out)).filler(filler()).biasMults(biasMults);
    Blob fc = add("relu" + number, relu(), builder.add("fc" + number, layer, bottom));
    return add("drop" + number, dropout(), fc);
  }

  /** The scores of a classifier; not narrowed with the backbone. */
  Blob scores(String name, int classes, Style style, Blob bottom) {
    Layer layer =
        style == Style.CONVOLUTION
            ? convolution(classes).kernel(1)
            : innerProduct(classes).filler(filler()).biasMults(biasMults);
    return builder.add(name, layer, bottom);
  }

  /** A layer in place, as the published files have them. */
  Blob add(String name, Layer layer, Blob bottom) {
    return builder.addInPlace(name, layer, bottom);
  }

  NetBuilder builder() {
    return builder;
  }

  private Convolution convolution(int numOutput) {
    return Layers.conv(numOutput).filler(filler()).biasMults(biasMults);
  }

  private Filler filler() {
    return backbone.scratch() ? Filler.msra() : Filler.zeros();
  }
}
