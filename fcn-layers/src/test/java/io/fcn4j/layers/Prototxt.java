package io.fcn4j.layers;

/** Layers as Caffe reads them. */
final class Prototxt {
  private Prototxt() {}

  static String of(Convolution layer) {
    return "type: 'Convolution' "
        + convolution(layer.numOutput(), layer.group(), layer.window(), layer.weights());
  }

  static String of(Deconvolution layer) {
    return "type: 'Deconvolution' "
        + convolution(layer.numOutput(), layer.group(), layer.window(), layer.weights());
  }

  private static String convolution(int numOutput, int group, Window window, Weights weights) {
    return "convolution_param { num_output: %d group: %d bias_term: %s %s }"
        .formatted(numOutput, group, weights.bias(), dilated(window));
  }

  static String of(Im2col layer) {
    return "type: 'Im2col' convolution_param { %s }".formatted(dilated(layer.window()));
  }

  private static String dilated(Window window) {
    return "%s dilation: %d dilation: %d"
        .formatted(window(window), window.y().dilation(), window.x().dilation());
  }

  static String of(Pooling layer) {
    return "type: 'Pooling' pooling_param { pool: %s %s }"
        .formatted(
            layer.method(), layer.global() ? "global_pooling: true" : window(layer.window()));
  }

  private static String window(Window window) {
    Window.Axis y = window.y();
    Window.Axis x = window.x();
    return "kernel_h: %d kernel_w: %d stride_h: %d stride_w: %d pad_h: %d pad_w: %d"
        .formatted(y.kernel(), x.kernel(), y.stride(), x.stride(), y.pad(), x.pad());
  }
}
