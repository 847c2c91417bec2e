package io.fcn4j.models;

import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.maxPool;

import io.fcn4j.core.Blob;
import io.fcn4j.core.Mults;
import io.fcn4j.models.Backbone.Features;
import io.fcn4j.models.Backbone.Pads;
import io.fcn4j.models.Backbone.Skip;
import io.fcn4j.models.Stem.Style;

/**
 * AlexNet (Krizhevsky, Sutskever, Hinton 2012) in the order of Caffe's reference net: pooling comes
 * before normalisation. All its parameters are learned alike.
 */
public final class AlexNet implements Backbone.Design {
  private AlexNet() {}

  /** Layer names as in the published Caffe files, so that their weights match. */
  public static Backbone backbone() {
    return new Backbone(new AlexNet());
  }

  @Override
  public String name() {
    return "alexnet";
  }

  @Override
  public int inputSize() {
    return 227;
  }

  @Override
  public Pads nativePads() {
    return new Pads(0, 0);
  }

  @Override
  public Pads pads(Padding padding) {
    return padding == Padding.PAPER ? new Pads(100, 0) : new Pads(5, 3);
  }

  /** Strides and pads of this net put a 2s kernel half a cell off; the published one is 63 wide. */
  @Override
  public boolean evenKernels() {
    return false;
  }

  @Override
  public Features features(Stem plain, Blob data, int pad) {
    Stem stem = plain.withBiasMults(Mults.DEFAULT);
    Blob pool1 = pool(stem, 1, stem.conv("conv1", "relu1", 96, 11, 4, pad, data));
    Blob norm1 = stem.builder().add("norm1", lrn().alpha(1e-4f), pool1);
    Blob pool2 = pool(stem, 2, stem.conv("conv2", "relu2", 256, 5, 1, 2, 2, norm1));
    Blob norm2 = stem.builder().add("norm2", lrn().alpha(1e-4f), pool2);
    Blob conv3 = stem.conv("conv3", "relu3", 384, 3, 1, 1, norm2);
    Blob conv4 = stem.conv("conv4", "relu4", 384, 3, 1, 1, 2, conv3);
    Blob pool5 = pool(stem, 5, stem.conv("conv5", "relu5", 256, 3, 1, 1, 2, conv4));
    return new Features(pool5, new Skip(pool2, "pool2"), new Skip(pool1, "pool1"));
  }

  private static Blob pool(Stem stem, int number, Blob bottom) {
    return stem.builder().add("pool" + number, maxPool(3).stride(2), bottom);
  }

  @Override
  public Blob top(Stem plain, Blob features, Style style, int pad) {
    Stem stem = plain.withBiasMults(Mults.DEFAULT);
    Blob fc6 = stem.fullyConnected("6", 4096, 6, pad, style, features);
    return stem.fullyConnected("7", 4096, 1, 0, style, fc6);
  }

  @Override
  public Blob classify(Stem stem, Blob top, Style style, int classes) {
    return stem.withBiasMults(Mults.DEFAULT).scores("fc8", classes, style, top);
  }
}
