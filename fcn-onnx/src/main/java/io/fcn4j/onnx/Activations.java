package io.fcn4j.onnx;

import static io.fcn4j.onnx.Attributes.real;

import io.fcn4j.core.Shape;
import io.fcn4j.layers.AbsVal;
import io.fcn4j.layers.BNLL;
import io.fcn4j.layers.Dropout;
import io.fcn4j.layers.ELU;
import io.fcn4j.layers.PReLU;
import io.fcn4j.layers.ReLU;
import io.fcn4j.layers.Sigmoid;
import io.fcn4j.layers.TanH;
import io.fcn4j.layers.Threshold;
import java.util.Arrays;
import java.util.List;

/** Layers that look at one value at a time. */
final class Activations {
  static final List<Translator<?>> ALL =
      List.of(
          Translator.of(
              ReLU.class,
              (layer, s) ->
                  layer.negativeSlope() == 0
                      ? s.op("Relu", s.x())
                      : s.op("LeakyRelu", List.of(real("alpha", layer.negativeSlope())), s.x())),
          Translator.of(
              PReLU.class, (layer, s) -> s.op("PRelu", s.x(), s.param(0, slope(layer, s)))),
          Translator.of(
              ELU.class, (layer, s) -> s.op("Elu", List.of(real("alpha", layer.alpha())), s.x())),
          Translator.of(Sigmoid.class, (layer, s) -> s.op("Sigmoid", s.x())),
          Translator.of(TanH.class, (layer, s) -> s.op("Tanh", s.x())),
          Translator.of(AbsVal.class, (layer, s) -> s.op("Abs", s.x())),
          Translator.of(BNLL.class, (layer, s) -> s.op("Softplus", s.x())),
          Translator.of(
              Threshold.class,
              (layer, s) ->
                  s.op(
                      "Cast",
                      List.of(Attributes.toFloat()),
                      s.op("Greater", s.x(), s.scalar(layer.threshold())))),
          Translator.of(Dropout.class, (layer, s) -> s.x()));

  private Activations() {}

  /** One slope for all, or C x 1 x 1: shapes are compared from their last axes on. */
  private static Shape slope(PReLU layer, Scope s) {
    long[] dims = new long[s.shape().rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = layer.channelShared() ? 1 : s.shape().c();
    return Shape.of(dims);
  }
}
