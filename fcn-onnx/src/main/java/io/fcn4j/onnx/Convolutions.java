package io.fcn4j.onnx;

import static io.fcn4j.onnx.Attributes.number;
import static io.fcn4j.onnx.Attributes.numbers;

import io.fcn4j.core.Shape;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Deconvolution;
import io.fcn4j.layers.InnerProduct;
import io.fcn4j.layers.Window;
import io.fcn4j.onnx.proto.AttributeProto;
import java.util.List;

/** Layers with a weight and a bias; ONNX lays both out as Caffe does. */
final class Convolutions {
  static final List<Translator<?>> ALL =
      List.of(
          Translator.of(
              Convolution.class,
              (layer, s) ->
                  s.op("Conv", window(layer.window(), layer.group()), s.withParams(s.x()))),
          Translator.of(
              Deconvolution.class,
              (layer, s) ->
                  s.op(
                      "ConvTranspose", window(layer.window(), layer.group()), s.withParams(s.x()))),
          Translator.of(InnerProduct.class, Convolutions::innerProduct));

  private Convolutions() {}

  private static List<AttributeProto> window(Window window, int group) {
    Window.Axis y = window.y();
    Window.Axis x = window.x();
    return List.of(
        numbers("kernel_shape", y.kernel(), x.kernel()),
        numbers("strides", y.stride(), x.stride()),
        numbers("pads", y.pad(), x.pad(), y.pad(), x.pad()),
        numbers("dilations", y.dilation(), x.dilation()),
        number("group", group));
  }

  private static Value innerProduct(InnerProduct layer, Scope s) {
    int axis = s.shape().axis(layer.axis());
    Value rows = s.op("Flatten", List.of(number("axis", axis)), s.x());
    Value product =
        s.op("Gemm", List.of(number("transB", layer.transpose() ? 0 : 1)), s.withParams(rows));
    Shape made = Shape.of(s.shape().count(0, axis), layer.numOutput());
    return made.equals(s.top()) ? product : s.reshaped(product, s.top());
  }
}
