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
    return "convolution_param { num_output: %d group: %d bias_term: %s %s dilation: %d dilation: %d }"
        .formatted(
            numOutput,
            group,
            weights.bias(),
            window(window),
            window.y().dilation(),
            window.x().dilation());
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
