package io.fcn4j.models;

import static io.fcn4j.layers.Layers.avePool;
import static io.fcn4j.layers.Layers.concat;
import static io.fcn4j.layers.Layers.dropout;
import static io.fcn4j.layers.Layers.lrn;
import static io.fcn4j.layers.Layers.maxPool;

import io.fcn4j.core.Blob;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.models.Backbone.Features;
import io.fcn4j.models.Backbone.Pads;
import io.fcn4j.models.Backbone.Skip;
import io.fcn4j.models.Stem.Style;

/**
 * GoogLeNet (Szegedy et al. 2014) with its final branch only, and as an FCN without the last
 * average pooling, as the paper has it. Skips start from the last inception block of a stride.
 */
public final class GoogLeNet implements Backbone.Design {
  private GoogLeNet() {}

  /** One inception block: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection. */
  private record Inception(String name, int one, int in3, int out3, int in5, int out5, int pool) {
    String prefix() {
      return "inception_" + name + "/";
    }

    Blob add(Stem stem, Blob bottom) {
      Blob three = conv(stem, "3x3_reduce", in3, 1, 0, bottom);
      Blob five = conv(stem, "5x5_reduce", in5, 1, 0, bottom);
      Blob pooled = stem.builder().add(prefix() + "pool", maxPool(3).stride(1).pad(1), bottom);
      return stem.builder()
          .add(
              prefix() + "output",
              concat(),
              conv(stem, "1x1", one, 1, 0, bottom),
              conv(stem, "3x3", out3, 3, 1, three),
              conv(stem, "5x5", out5, 5, 2, five),
              conv(stem, "pool_proj", pool, 1, 0, pooled));
    }

    private Blob conv(Stem stem, String part, int out, int kernel, int pad, Blob bottom) {
      return stem.conv(prefix() + part, prefix() + "relu_" + part, out, kernel, 1, pad, bottom);
    }
  }

  /** Layer names as in the published Caffe files, so that their weights match. */
  public static Backbone backbone() {
    return new Backbone(new GoogLeNet());
  }

  @Override
  public String name() {
    return "googlenet";
  }

  @Override
  public int inputSize() {
    return 224;
  }

  @Override
  public Pads nativePads() {
    return new Pads(3, 0);
  }

  @Override
  public Pads pads(Padding padding) {
    return nativePads();
  }

  /** Its odd windows put a 2s kernel half a cell off. */
  @Override
  public boolean evenKernels() {
    return false;
  }

  @Override
  public Features features(Stem stem, Blob data, int pad) {
    NetBuilder b = stem.builder();
    Blob conv1 = stem.conv("conv1/7x7_s2", "conv1/relu_7x7", 64, 7, 2, pad, data);
    Blob norm1 = b.add("pool1/norm1", lrn().alpha(1e-4f), pool(b, "pool1/3x3_s2", conv1));
    Blob reduced = stem.conv("conv2/3x3_reduce", "conv2/relu_3x3_reduce", 64, 1, 1, 0, norm1);
    Blob conv2 = stem.conv("conv2/3x3", "conv2/relu_3x3", 192, 3, 1, 1, reduced);
    Blob last = pool(b, "pool2/3x3_s2", b.add("conv2/norm2", lrn().alpha(1e-4f), conv2));
    last = new Inception("3a", 64, 96, 128, 16, 32, 32).add(stem, last);
    last = new Inception("3b", 128, 128, 192, 32, 96, 64).add(stem, last);
    Skip stride8 = new Skip(last, "inception_3b");
    last = pool(b, "pool3/3x3_s2", last);
    last = new Inception("4a", 192, 96, 208, 16, 48, 64).add(stem, last);
    last = new Inception("4b", 160, 112, 224, 24, 64, 64).add(stem, last);
    last = new Inception("4c", 128, 128, 256, 24, 64, 64).add(stem, last);
    last = new Inception("4d", 112, 144, 288, 32, 64, 64).add(stem, last);
    last = new Inception("4e", 256, 160, 320, 32, 128, 128).add(stem, last);
    Skip stride16 = new Skip(last, "inception_4e");
    last = pool(b, "pool4/3x3_s2", last);
    last = new Inception("5a", 256, 160, 320, 32, 128, 128).add(stem, last);
    last = new Inception("5b", 384, 192, 384, 48, 128, 128).add(stem, last);
    return new Features(last, stride16, stride8);
  }

  private static Blob pool(NetBuilder b, String name, Blob bottom) {
    return b.add(name, maxPool(3).stride(2), bottom);
  }

  @Override
  public Blob top(Stem stem, Blob features, Style style, int pad) {
    return stem.builder().add("pool5/drop_7x7_s1", dropout(0.4f), features);
  }

  @Override
  public Blob classify(Stem stem, Blob top, Style style, int classes) {
    Blob pool5 = stem.builder().add("pool5/7x7_s1", avePool(7).stride(1), top);
    return stem.scores("loss3/classifier", classes, style, pool5);
  }
}
