package io.fcn4j.models;

import io.fcn4j.core.Blob;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Fraction;
import io.fcn4j.core.Net;
import io.fcn4j.core.NetBuilder;
import io.fcn4j.core.Shape;

/**
 * A classification net whose features an FCN is built on: as a classifier, as the same classifier
 * made convolutional, or as the trunk of an {@link Fcn}.
 *
 * <p>Weights start at zero, as in Caffe's files: they are to be loaded. {@link #fromScratch} fills
 * them for training without pretrained weights.
 *
 * @param design which net
 * @param width by what every channel count is multiplied
 * @param scratch whether weights are filled at random (msra) instead of with zeros
 */
public record Backbone(Design design, Fraction width, boolean scratch) {

  /** What differs between the three nets; {@link Vgg16}, {@link AlexNet}, {@link GoogLeNet}. */
  interface Design {
    String name();

    /** The input size of the classifier, in rows and columns. */
    int inputSize();

    /** The padding of the classifier as published. */
    Pads nativePads();

    Pads pads(Padding padding);

    /**
     * Whether bilinear kernels are 2s wide; else they are 2s - 1, where 2s would be half a cell
     * off.
     */
    boolean evenKernels();

    /** The layers down to the last pooling, with the blobs that skips start from. */
    Features features(Stem stem, Blob data, int pad);

    /** The layers from there to the one that is scored: fc6 and fc7, with dropout. */
    Blob top(Stem stem, Blob features, Stem.Style style, int pad);

    /** The scores of the classifier. */
    Blob classify(Stem stem, Blob top, Stem.Style style, int classes);
  }

  /** The padding of the first and of the first fully connected layer. */
  record Pads(int first, int fullyConnected) {}

  /** Where scores are taken from: the last features, and those of stride 16 and 8. */
  record Features(Blob stride32, Skip stride16, Skip stride8) {}

  /** A blob to be scored, and the word for it in the names of the head's layers. */
  record Skip(Blob blob, String word) {}

  Backbone(Design design) {
    this(design, Fraction.ONE, false);
  }

  /** The same net with all channel counts multiplied, {@code width(1, 8)} for an eighth. */
  public Backbone width(int numerator, int denominator) {
    if (numerator < 1 || denominator < 1) {
      throw new FcnException("width is %d/%d, expected above 0".formatted(numerator, denominator));
    }
    return new Backbone(design, Fraction.of(numerator, denominator), scratch);
  }

  /** Fills the weights at random, for training without pretrained ones. */
  public Backbone fromScratch() {
    return new Backbone(design, width, true);
  }

  public String name() {
    return design.name();
  }

  /** The classifier, with fully connected layers and the input size they need. */
  public Net classifier(int classes) {
    NetBuilder b = NetBuilder.named(name());
    Shape input = Shape.of(1, 3, design.inputSize(), design.inputSize());
    return classifier(b, b.input("data", input), Stem.Style.INNER_PRODUCT, classes);
  }

  /**
   * The classifier made convolutional (section 3.1 of the paper): the same parameters, for inputs
   * of any size from the classifier's on, with a map of scores instead of one.
   */
  public Net convolutionalClassifier(int classes) {
    NetBuilder b = NetBuilder.named(name() + "-conv");
    return classifier(b, b.input("data", 3), Stem.Style.CONVOLUTION, classes);
  }

  private Net classifier(NetBuilder b, Blob data, Stem.Style style, int classes) {
    Stem stem = new Stem(b, this);
    Pads pads = design.nativePads();
    Features features = design.features(stem, data, pads.first());
    Blob top = design.top(stem, features.stride32(), style, pads.fullyConnected());
    return b.output(design.classify(stem, top, style, classes)).build(0);
  }
}
