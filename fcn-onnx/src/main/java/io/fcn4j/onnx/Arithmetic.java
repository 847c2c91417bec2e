package io.fcn4j.onnx;

import io.fcn4j.core.Shape;
import io.fcn4j.layers.Bias;
import io.fcn4j.layers.Eltwise;
import io.fcn4j.layers.Exp;
import io.fcn4j.layers.Log;
import io.fcn4j.layers.Power;
import io.fcn4j.layers.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers that add, multiply and so on; what would change nothing is left out. */
final class Arithmetic {
  static final List<Translator<?>> ALL =
      List.of(
          Translator.of(Eltwise.class, Arithmetic::eltwise),
          Translator.of(Power.class, Arithmetic::power),
          Translator.of(
              Exp.class,
              (layer, s) -> {
                double ln = ln(layer.base());
                Value power = s.op("Exp", times(s, s.x(), ln * layer.scale()));
                return times(s, power, Math.exp(ln * layer.shift()));
              }),
          Translator.of(
              Log.class,
              (layer, s) -> {
                Value inner = plus(s, times(s, s.x(), layer.scale()), layer.shift());
                return times(s, s.op("Log", inner), 1 / ln(layer.base()));
              }),
          Translator.of(Scale.class, Arithmetic::scale),
          Translator.of(
              Bias.class,
              (layer, s) ->
                  s.op("Add", s.x(), operand(s, layer.axis(), layer.learned() ? 0 : -1))));

  private Arithmetic() {}

  private static Value times(Scope s, Value x, double factor) {
    return factor == 1 ? x : s.op("Mul", x, s.scalar(factor));
  }

  private static Value plus(Scope s, Value x, double addend) {
    return addend == 0 ? x : s.op("Add", x, s.scalar(addend));
  }

  /** Caffe's -1 stands for e. */
  private static double ln(float base) {
    return base == -1 ? 1 : Math.log(base);
  }

  private static Value eltwise(Eltwise layer, Scope s) {
    if (layer.op() instanceof Eltwise.Sum sum) {
      List<Value> terms = new ArrayList<>(s.bottoms());
      for (int i = 0; i < sum.coeffs().size(); i++) {
        terms.set(i, times(s, terms.get(i), sum.coeffs().get(i)));
      }
      return s.op("Sum", terms.toArray(Value[]::new));
    }
    if (layer.op() instanceof Eltwise.Prod) {
      return s.bottoms().stream().reduce((x, y) -> s.op("Mul", x, y)).orElseThrow();
    }
    return s.op("Max", s.bottoms().toArray(Value[]::new));
  }

  private static Value power(Power layer, Scope s) {
    if (layer.power() == 0 || layer.scale() == 0) {
      Value constant = s.scalar(Math.pow(layer.shift(), layer.power()));
      return s.op("Expand", constant, s.longs(s.shape().dims()));
    }
    Value inner = plus(s, times(s, s.x(), layer.scale()), layer.shift());
    return layer.power() == 1 ? inner : s.op("Pow", inner, s.scalar(layer.power()));
  }

  private static Value scale(Scale layer, Scope s) {
    Value product = s.op("Mul", s.x(), operand(s, layer.axis(), layer.learned() ? 0 : -1));
    return layer.biasTerm()
        ? s.op("Add", product, operand(s, layer.axis(), layer.learned() ? 1 : 0))
        : product;
  }

  /**
   * A parameter, or bottom 1 where {@code param} is -1, with axes of one behind its own, so that
   * these lie on the axes of bottom 0 from {@code axis} on: ONNX compares shapes from the end.
   */
  private static Value operand(Scope s, int axis, int param) {
    Shape own = param < 0 ? s.shape(1) : s.paramShape(param);
    long[] dims = own.dims();
    if (dims.length > 0) {
      dims = Arrays.copyOf(dims, s.shape().rank() - s.shape().axis(axis));
      Arrays.fill(dims, own.rank(), dims.length, 1);
    }
    Shape shape = Shape.of(dims);
    if (param >= 0) {
      return s.param(param, shape);
    }
    return shape.equals(own) ? s.bottoms().get(1) : s.reshaped(s.bottoms().get(1), shape);
  }
}
