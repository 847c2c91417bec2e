package io.fcn4j.models;

import static io.fcn4j.layers.Layers.maxPool;

import io.fcn4j.core.Blob;
import io.fcn4j.models.Backbone.Features;
import io.fcn4j.models.Backbone.Pads;
import io.fcn4j.models.Backbone.Skip;
import io.fcn4j.models.Stem.Style;

/** VGG-16 (Simonyan and Zisserman 2014), the backbone of the paper's best nets. */
public final class Vgg16 implements Backbone.Design {
  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  private Vgg16() {}

  /** Layer names as in the published Caffe files, so that their weights match. */
  public static Backbone backbone() {
    return new Backbone(new Vgg16());
  }

  @Override
  public String name() {
    return "vgg16";
  }

  @Override
  public int inputSize() {
    return 224;
  }

  @Override
  public Pads nativePads() {
    return new Pads(1, 0);
  }

  @Override
  public Pads pads(Padding padding) {
    return padding == Padding.PAPER ? new Pads(100, 0) : new Pads(1, 3);
  }

  @Override
  public boolean evenKernels() {
    return true;
  }

  @Override
  public Features features(Stem stem, Blob data, int pad) {
    Blob[] pools = new Blob[CHANNELS.length];
    Blob last = data;
    for (int i = 0; i < CHANNELS.length; i++) {
      for (int j = 1; j <= CONVOLUTIONS[i]; j++) {
        String number = (i + 1) + "_" + j;
        int padding = i == 0 && j == 1 ? pad : 1;
        last = stem.conv("conv" + number, "relu" + number, CHANNELS[i], 3, 1, padding, last);
      }
      last = stem.builder().add("pool" + (i + 1), maxPool(2), last);
      pools[i] = last;
    }
    return new Features(last, new Skip(pools[3], "pool4"), new Skip(pools[2], "pool3"));
  }

  @Override
  public Blob top(Stem stem, Blob features, Style style, int pad) {
    Blob fc6 = stem.fullyConnected("6", 4096, 7, pad, style, features);
    return stem.fullyConnected("7", 4096, 1, 0, style, fc6);
  }

  @Override
  public Blob classify(Stem stem, Blob top, Style style, int classes) {
    return stem.scores("fc8", classes, style, top);
  }
}
