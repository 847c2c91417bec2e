package io.fcn4j.models;

import static io.fcn4j.layers.Layers.conv;
import static io.fcn4j.layers.Layers.deconv;
import static io.fcn4j.layers.Layers.scale;
import static io.fcn4j.layers.Layers.softmaxLoss;
import static io.fcn4j.layers.Layers.sum;

import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.core.Mults;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.layers.Deconvolution;
import io.fcn4j.layers.SoftmaxLoss;
import io.fcn4j.models.Backbone.Features;
import io.fcn4j.models.Backbone.Pads;
import io.fcn4j.models.Backbone.Skip;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the paper's fully convolutional nets over any backbone: scores at stride 32, fused with
 * those of finer layers down to stride 16 or 8, upsampled to the image. Layer names are those of
 * the published files ({@code score_fr}, {@code upscore2}, {@code score_pool4}, {@code
 * fuse_pool4}); score layers start at zero; no crop offset is typed anywhere.
 *
 * <pre>{@code
 * Net net = Fcn.stride8(Vgg16.backbone()).classes(21).build();
 * }</pre>
 */
public final class Fcn {
  private static final List<Float> AT_ONCE_FACTORS = List.of(0.01f, 0.0001f);

  private final Backbone backbone;
  private final int stride;
  private final boolean atOnce;
  private final List<Head> heads = new ArrayList<>();
  private Padding padding = Padding.PAPER;
  private boolean learnedUpsampling;
  private SoftmaxLoss loss = softmaxLoss().ignore(255);
  private @Nullable Net coarser;
  private long seed = 1;

  /** One prediction of a net; the suffix tells its layers from those of other heads. */
  private record Head(String suffix, String label, String loss, int classes) {}

  private Fcn(Backbone backbone, int stride, boolean atOnce) {
    this.backbone = backbone;
    this.stride = stride;
    this.atOnce = atOnce;
  }

  /** FCN-32s: no skips. */
  public static Fcn stride32(Backbone backbone) {
    return new Fcn(backbone, 32, false);
  }

  /** FCN-16s: fused with the scores of stride 16. */
  public static Fcn stride16(Backbone backbone) {
    return new Fcn(backbone, 16, false);
  }

  /** FCN-8s: fused with the scores of strides 16 and 8. */
  public static Fcn stride8(Backbone backbone) {
    return new Fcn(backbone, 8, false);
  }

  /**
   * FCN-8s that is trained in one go: what the skips score is scaled down (0.01 and 0.0001), so
   * that all strides learn at similar rates.
   */
  public static Fcn stride8AtOnce(Backbone backbone) {
    return new Fcn(backbone, 8, true);
  }

  /** The only head: scores of so many classes, learned from the input {@code label}. */
  public Fcn classes(int classes) {
    heads.add(new Head("", "label", "loss", classes));
    return this;
  }

  /**
   * One of several heads on the same trunk, learned from the input {@code name}; its layers have
   * the suffix {@code _name}. The objective is the sum of all losses.
   */
  public Fcn head(String name, int classes) {
    String lossName = heads.isEmpty() ? "loss" : "loss_" + name;
    heads.add(new Head("_" + name, name, lossName, classes));
    return this;
  }

  public Fcn padding(Padding value) {
    padding = value;
    return this;
  }

  /** Learns the inner upsampling, from bilinear on, as in the paper; the last one stays fixed. */
  public Fcn learnUpsampling() {
    learnedUpsampling = true;
    return this;
  }

  /** Another loss than the mean over all labelled pixels, 255 being no label. */
  public Fcn loss(SoftmaxLoss value) {
    loss = value;
    return this;
  }

  /**
   * Starts from a trained net of a coarser stride: shared layers by name, new scores at zero, so
   * that predictions are at first what they were (section 4.2 of the paper).
   */
  public Fcn upgradeFrom(Net trained) {
    coarser = trained;
    return this;
  }

  /** Of the random fill of a backbone from scratch. */
  public Fcn seed(long value) {
    seed = value;
    return this;
  }

  /**
   * The net.
   *
   * @throws FcnException if no classes were given
   */
  public Net build() {
    if (heads.isEmpty()) {
      throw new FcnException("found no classes to score; call classes(21) or head(name, classes)");
    }
    NetBuilder b =
        NetBuilder.named("fcn" + stride + "s" + (atOnce ? "-atonce-" : "-") + backbone.name());
    Blob data = b.input("data", 3);
    Stem stem = new Stem(b, backbone);
    Pads pads = backbone.design().pads(padding);
    Features features = backbone.design().features(stem, data, pads.first());
    Blob top =
        backbone
            .design()
            .top(stem, features.stride32(), Stem.Style.CONVOLUTION, pads.fullyConnected());
    List<Skip> skips = scaled(b, features);
    for (Head head : heads) {
      Blob score = score(b, head, top, skips, data);
      b.output(score);
      b.loss(head.loss, loss, score, b.label(head.label));
    }
    Net net = b.build(seed);
    if (coarser != null) {
      net.params().transplant(coarser.params().asSource());
    }
    return net;
  }

  /** The skips down to the net's stride, finest last. */
  private List<Skip> scaled(NetBuilder b, Features features) {
    List<Skip> skips =
        switch (stride) {
          case 32 -> List.of();
          case 16 -> List.of(features.stride16());
          default -> List.of(features.stride16(), features.stride8());
        };
    if (!atOnce) {
      return skips;
    }
    List<Skip> scaled = new ArrayList<>();
    for (int i = 0; i < skips.size(); i++) {
      Skip skip = skips.get(i);
      Filler factor = Filler.constant(AT_ONCE_FACTORS.get(i));
      String name = "scale_" + skip.word();
      Blob blob = b.add(name, scale().filler(factor).frozen(), skip.blob());
      scaled.add(new Skip(blob, skip.word()));
    }
    return scaled;
  }

  private Blob score(NetBuilder b, Head head, Blob top, List<Skip> skips, Blob data) {
    Blob fused = scoreLayer(b, "score_fr" + head.suffix, head, top);
    String upscore = "upscore2" + head.suffix;
    for (Skip skip : skips) {
      Blob up = b.add(upscore, upsampling(head.classes, 2, !learnedUpsampling), fused);
      fused = fuse(b, head, up, skip);
      upscore = "upscore_" + skip.word() + head.suffix;
    }
    String last = skips.isEmpty() ? "upscore" : "upscore" + stride;
    Blob up = b.add(last + head.suffix, upsampling(head.classes, stride, true), fused);
    return b.cropLike("score" + head.suffix, up, data);
  }

  /** Adds the scores of a skip; whichever of both reaches out further is cropped to the other. */
  private static Blob fuse(NetBuilder b, Head head, Blob up, Skip skip) {
    String name = "score_" + skip.word() + head.suffix;
    Blob scores = scoreLayer(b, name, head, skip.blob());
    String fuse = "fuse_" + skip.word() + head.suffix;
    return b.startsWithin(scores, up)
        ? b.add(fuse, sum(), b.cropLike(up.name() + "c", up, scores), scores)
        : b.add(fuse, sum(), up, b.cropLike(name + "c", scores, up));
  }

  private static Blob scoreLayer(NetBuilder b, String name, Head head, Blob bottom) {
    return b.add(name, conv(head.classes).kernel(1).zeros().biasMults(Mults.BIAS), bottom);
  }

  private Deconvolution upsampling(int classes, int factor, boolean frozen) {
    int kernel = backbone.design().evenKernels() ? 2 * factor : 2 * factor - 1;
    Deconvolution layer = deconv(classes).kernel(kernel).stride(factor).bilinear();
    return frozen ? layer.frozen() : layer;
  }
}
