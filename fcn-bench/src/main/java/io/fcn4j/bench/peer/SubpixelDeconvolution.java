package io.fcn4j.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.fcn4j.core.FcnException;
import io.fcn4j.layers.Deconvolution;
import io.fcn4j.layers.Window;

/**
 * A deconvolution with kernel k up to twice its stride s, as a convolution, since DJL has none for
 * PyTorch. Cell q of the bottom meets cell s q + r of the top by tap r, its left neighbour by tap s
 * + r: so 2x2 windows give s x s values each, which then are put side by side. As many
 * multiplications as the deconvolution itself.
 *
 * @param weight C x O x k x k
 * @param window of one axis; both are equal
 * @param outputs O
 * @param top the shape of the top
 */
record SubpixelDeconvolution(
    NDArray weight, Window.Axis window, int outputs, io.fcn4j.core.Shape top) {

  static SubpixelDeconvolution of(Deconvolution layer, NDArray weight, io.fcn4j.core.Shape top) {
    Window.Axis axis = layer.window().y();
    if (!axis.equals(layer.window().x())
        || axis.kernel() > 2 * axis.stride()
        || axis.dilation() > 1
        || layer.group() > 1
        || layer.weights().bias()) {
      throw new FcnException("PyTorch's peer has no such deconvolution: " + layer);
    }
    return new SubpixelDeconvolution(weight, axis, layer.numOutput(), top);
  }

  NDArray apply(NDArray x) {
    try (NDArray taps = taps(x);
        NDArray cells =
            Conv2d.conv2d(x, taps, null, new Shape(1, 1), new Shape(1, 1)).singletonOrThrow()) {
      return sideBySide(cells);
    }
  }

  /** O s s x C x 2 x 2: what each of the s x s values takes from each cell of a window. */
  private NDArray taps(NDArray x) {
    long inputs = weight.getShape().get(0);
    int stride = window.stride();
    int missing = 2 * stride - window.kernel();
    NDArray own = weight.reshape(weight.getShape());
    // What is made of it belongs to the pass, not to the weights.
    own.attach(x.getManager());
    return own.pad(new Shape(0, missing, 0, missing), 0)
        .reshape(inputs, outputs, 2, stride, 2, stride)
        .flip(2, 4)
        .transpose(1, 3, 5, 0, 2, 4)
        .reshape((long) outputs * stride * stride, inputs, 2, 2);
  }

  private NDArray sideBySide(NDArray cells) {
    long n = cells.getShape().get(0);
    long h = cells.getShape().get(2);
    long w = cells.getShape().get(3);
    int stride = window.stride();
    try (NDArray split = cells.reshape(n, outputs, stride, stride, h, w);
        NDArray ordered = split.transpose(0, 1, 4, 2, 5, 3);
        NDArray whole = ordered.reshape(n, outputs, h * stride, w * stride)) {
      return whole.get(":, :, %s, %s".formatted(cut(top.h()), cut(top.w())));
    }
  }

  private String cut(long cells) {
    return window.pad() + ":" + (window.pad() + cells);
  }
}
