package io.fcn4j.caffe.layer;

import io.fcn4j.caffe.proto.ConvolutionParameter;
import io.fcn4j.caffe.proto.EmbedParameter;
import io.fcn4j.caffe.proto.InnerProductParameter;
import io.fcn4j.caffe.proto.LayerParameter;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Filler;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Deconvolution;
import io.fcn4j.layers.Embed;
import io.fcn4j.layers.Im2col;
import io.fcn4j.layers.InnerProduct;
import io.fcn4j.layers.Weights;
import io.fcn4j.layers.Window;
import java.util.List;

/** Layers with a weight and a bias, and Im2col, which has the window of one. */
final class Convolutions {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              "Convolution",
              Convolution.class,
              p -> {
                ConvolutionParameter c = p.getConvolutionParam();
                return new Convolution(outputs(c), group(c), window(c), weights(c));
              },
              (layer, p) -> {
                ConvolutionParameter.Builder c = p.getConvolutionParamBuilder();
                write(c, layer.numOutput(), layer.group(), layer.window(), layer.weights());
              }),
          new Codec<>(
              "Deconvolution",
              Deconvolution.class,
              p -> {
                ConvolutionParameter c = p.getConvolutionParam();
                return new Deconvolution(outputs(c), group(c), window(c), weights(c));
              },
              Convolutions::writeDeconvolution),
          new Codec<>(
              "Im2col",
              Im2col.class,
              p -> new Im2col(window(p.getConvolutionParam())),
              (layer, p) -> Windows.write(layer.window(), p.getConvolutionParamBuilder())),
          new Codec<>(
              "InnerProduct",
              InnerProduct.class,
              Convolutions::innerProduct,
              Convolutions::writeInnerProduct),
          new Codec<>("Embed", Embed.class, Convolutions::embed, Convolutions::writeEmbed));

  private Convolutions() {}

  private static int outputs(ConvolutionParameter c) {
    return positive("num_output", c.getNumOutput());
  }

  private static int positive(String what, int value) {
    if (value == 0) {
      throw new FcnException("%s: found 0, expected at least 1".formatted(what));
    }
    return Unsigned.size(what, value);
  }

  private static int group(ConvolutionParameter c) {
    return positive("group", c.getGroup());
  }

  private static Window window(ConvolutionParameter c) {
    if (c.getAxis() != 1) {
      throw new FcnException("axis: found " + c.getAxis() + ", expected 1, the channels");
    }
    return Windows.read(c);
  }

  private static Weights weights(ConvolutionParameter c) {
    return WeightSettings.read(c.getBiasTerm(), c.getWeightFiller(), c.getBiasFiller());
  }

  private static void write(
      ConvolutionParameter.Builder c, int numOutput, int group, Window window, Weights weights) {
    c.setNumOutput(numOutput);
    if (group != 1) {
      c.setGroup(group);
    }
    Windows.write(window, c);
    WeightSettings.write(weights, c::setBiasTerm, c::setWeightFiller, c::setBiasFiller);
  }

  /**
   * Caffe's bilinear filler also leads from every channel to all others of its group, so that it
   * can only be told to upsample where each channel is a group. Otherwise the weights alone say it,
   * as in the files of the FCN paper.
   */
  private static void writeDeconvolution(Deconvolution layer, LayerParameter.Builder p) {
    Weights weights = layer.weights();
    if (weights.filler().equals(new Filler.Bilinear(true))) {
      boolean depthwise = layer.group() == layer.numOutput();
      weights = layer.filler(depthwise ? new Filler.Bilinear(false) : Filler.zeros()).weights();
    }
    write(
        p.getConvolutionParamBuilder(), layer.numOutput(), layer.group(), layer.window(), weights);
  }

  private static InnerProduct innerProduct(LayerParameter p) {
    InnerProductParameter c = p.getInnerProductParam();
    return new InnerProduct(
        positive("num_output", c.getNumOutput()),
        c.getAxis(),
        c.getTranspose(),
        WeightSettings.read(c.getBiasTerm(), c.getWeightFiller(), c.getBiasFiller()));
  }

  private static void writeInnerProduct(InnerProduct layer, LayerParameter.Builder p) {
    InnerProductParameter.Builder c = p.getInnerProductParamBuilder();
    c.setNumOutput(layer.numOutput());
    if (layer.axis() != 1) {
      c.setAxis(layer.axis());
    }
    if (layer.transpose()) {
      c.setTranspose(true);
    }
    WeightSettings.write(layer.weights(), c::setBiasTerm, c::setWeightFiller, c::setBiasFiller);
  }

  private static Embed embed(LayerParameter p) {
    EmbedParameter c = p.getEmbedParam();
    return new Embed(
        positive("num_output", c.getNumOutput()),
        positive("input_dim", c.getInputDim()),
        WeightSettings.read(c.getBiasTerm(), c.getWeightFiller(), c.getBiasFiller()));
  }

  private static void writeEmbed(Embed layer, LayerParameter.Builder p) {
    EmbedParameter.Builder c = p.getEmbedParamBuilder();
    c.setNumOutput(layer.numOutput()).setInputDim(layer.inputDim());
    WeightSettings.write(layer.weights(), c::setBiasTerm, c::setWeightFiller, c::setBiasFiller);
  }
}
