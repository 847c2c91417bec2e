package io.fcn4j.onnx;

import static io.fcn4j.onnx.Attributes.number;
import static io.fcn4j.onnx.Attributes.numbers;

import io.fcn4j.core.Shape;
import io.fcn4j.layers.Pooling;
import io.fcn4j.layers.Window;
import io.fcn4j.onnx.proto.AttributeProto;
import java.util.List;

/**
 * Caffe's pooling. Caffe rounds the number of windows up, but differs from ONNX's ceil_mode in when
 * the last one is dropped; so the padding behind the image is computed that gives as many windows
 * when rounded down.
 */
final class Poolings {
  static final List<Translator<?>> ALL = List.of(new Translator<>(Pooling.class, Poolings::pool));

  private Poolings() {}

  private static List<Value> pool(Pooling layer, Scope s) {
    Shape x = s.shape();
    Window window =
        layer.global()
            ? Window.CELL.kernel(Math.toIntExact(x.h()), Math.toIntExact(x.w()))
            : layer.window();
    Ends ends = new Ends(end(window.y(), x.h(), s.top().h()), end(window.x(), x.w(), s.top().w()));
    if (layer.method() == Pooling.Method.AVE) {
      return List.of(average(window, ends, s));
    }
    List<AttributeProto> settings =
        List.of(kernel(window), strides(window), pads(window.y().pad(), window.x().pad(), ends));
    List<Value> made = s.op(layer.mask() ? 2 : 1, "MaxPool", settings, s.x());
    return layer.mask() ? List.of(made.get(0), place(made.get(1), s)) : made;
  }

  /** Padding behind the last row and the last column. */
  private record Ends(long y, long x) {}

  /** How far the last window reaches beyond the image. */
  private static long end(Window.Axis axis, long cells, long windows) {
    long lastStart = (windows - 1) * axis.stride() - axis.pad();
    return Math.max(0, lastStart + axis.kernel() - cells);
  }

  /** ONNX counts over the whole tensor, Caffe in every channel. */
  private static Value place(Value index, Scope s) {
    Value inChannel = s.op("Mod", index, s.longs(s.shape().count(2)));
    return s.op("Cast", List.of(Attributes.toFloat()), inChannel);
  }

  /**
   * The zeros of Caffe's padding count, what a window has beyond them does not. ONNX counts either
   * all or none of an operator's padding, so where windows reach beyond, Caffe's is a Pad.
   */
  private static Value average(Window window, Ends ends, Scope s) {
    int padY = window.y().pad();
    int padX = window.x().pad();
    Ends beyond = new Ends(Math.max(0, ends.y - padY), Math.max(0, ends.x - padX));
    if (beyond.y == 0 && beyond.x == 0) {
      return average(window, pads(padY, padX, ends), true, s.x(), s);
    }
    Value x = s.x();
    if (padY > 0 || padX > 0) {
      x = s.op("Pad", x, s.longs(0, 0, padY, padX, 0, 0, padY, padX));
    }
    return average(window, pads(0, 0, beyond), false, x, s);
  }

  private static Value average(
      Window window, AttributeProto pads, boolean countPads, Value x, Scope s) {
    List<AttributeProto> settings =
        List.of(
            kernel(window), strides(window), pads, number("count_include_pad", countPads ? 1 : 0));
    return s.op("AveragePool", settings, x);
  }

  private static AttributeProto kernel(Window window) {
    return numbers("kernel_shape", window.y().kernel(), window.x().kernel());
  }

  private static AttributeProto strides(Window window) {
    return numbers("strides", window.y().stride(), window.x().stride());
  }

  private static AttributeProto pads(long y, long x, Ends ends) {
    return numbers("pads", y, x, ends.y, ends.x);
  }
}
