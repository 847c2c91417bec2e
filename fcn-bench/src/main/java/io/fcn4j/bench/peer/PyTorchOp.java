package io.fcn4j.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import io.fcn4j.core.Crop;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.Layer;
import io.fcn4j.layers.Concat;
import io.fcn4j.layers.Convolution;
import io.fcn4j.layers.Deconvolution;
import io.fcn4j.layers.Eltwise;
import io.fcn4j.layers.Lrn;
import io.fcn4j.layers.Pooling;
import io.fcn4j.layers.ReLU;
import io.fcn4j.layers.Window;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A layer in ops of PyTorch. */
interface PyTorchOp {
  NDArray apply(List<NDArray> bottoms);

  /**
   * The op of a layer.
   *
   * @param bottom the shape of its first bottom
   * @param top the shape of its top
   */
  static PyTorchOp of(
      Layer layer, List<NDArray> params, io.fcn4j.core.Shape bottom, io.fcn4j.core.Shape top) {
    if (layer instanceof Convolution conv) {
      return convolution(conv, params.get(0), params.size() > 1 ? params.get(1) : null);
    } else if (layer instanceof Deconvolution deconv) {
      SubpixelDeconvolution op = SubpixelDeconvolution.of(deconv, params.get(0), top);
      return bottoms -> op.apply(bottoms.get(0));
    } else if (layer instanceof Pooling pooling) {
      return maxPooling(pooling);
    } else if (layer instanceof ReLU relu && relu.negativeSlope() == 0) {
      return bottoms -> Activation.relu(bottoms.get(0));
    } else if (layer instanceof Lrn lrn && lrn.region() == Lrn.Region.ACROSS_CHANNELS) {
      return bottoms -> normalized(lrn, bottoms.get(0));
    } else if (layer instanceof Crop crop) {
      String window = window(crop.offsets(bottom), top);
      return bottoms -> bottoms.get(0).get(window);
    } else if (layer instanceof Eltwise sum && isPlainSum(sum)) {
      return bottoms -> bottoms.get(0).add(bottoms.get(1));
    } else if (layer instanceof Concat concat) {
      return bottoms -> NDArrays.concat(new NDList(bottoms), concat.axis());
    }
    throw new FcnException("PyTorch's peer has no such layer: " + layer);
  }

  private static PyTorchOp convolution(Convolution layer, NDArray weight, @Nullable NDArray bias) {
    Window window = layer.window();
    Shape stride = new Shape(window.y().stride(), window.x().stride());
    Shape pad = new Shape(window.y().pad(), window.x().pad());
    Shape dilation = new Shape(window.y().dilation(), window.x().dilation());
    return bottoms ->
        Conv2d.conv2d(bottoms.get(0), weight, bias, stride, pad, dilation, layer.group())
            .singletonOrThrow();
  }

  private static PyTorchOp maxPooling(Pooling layer) {
    if (layer.method() != Pooling.Method.MAX || layer.global() || layer.mask()) {
      throw new FcnException("PyTorch's peer has no such pooling: " + layer);
    }
    Window window = layer.window();
    Shape kernel = new Shape(window.y().kernel(), window.x().kernel());
    Shape stride = new Shape(window.y().stride(), window.x().stride());
    Shape pad = new Shape(window.y().pad(), window.x().pad());
    boolean ceil = layer.roundMode() == Pooling.RoundMode.CEIL;
    return bottoms -> Pool.maxPool2d(bottoms.get(0), kernel, stride, pad, ceil);
  }

  /** As PyTorch's own local_response_norm: the mean of squares by pooling over the channels. */
  private static NDArray normalized(Lrn layer, NDArray x) {
    Shape shape = x.getShape();
    Shape columns = new Shape(shape.get(0), 1, shape.get(1), shape.get(2) * shape.get(3));
    int size = layer.localSize();
    try (NDArray squares = x.mul(x);
        NDArray flat = squares.reshape(columns);
        NDArray means =
            Pool.avgPool2d(
                flat, new Shape(size, 1), new Shape(1, 1), new Shape(size / 2, 0), false, true);
        NDArray scaled = means.mul(PyTorch.scalar(layer.alpha(), x));
        NDArray scales = scaled.add(PyTorch.scalar(layer.k(), x));
        NDArray powers = scales.pow(PyTorch.scalar(-layer.beta(), x));
        NDArray factors = powers.reshape(shape)) {
      return x.mul(factors);
    }
  }

  /** The cut in PyTorch's words: {@code 0:1, 0:21, 19:519, 19:519}. */
  private static String window(List<Long> offsets, io.fcn4j.core.Shape top) {
    return IntStream.range(0, top.rank())
        .mapToObj(i -> offsets.get(i) + ":" + (offsets.get(i) + top.dim(i)))
        .collect(Collectors.joining(", "));
  }

  private static boolean isPlainSum(Eltwise layer) {
    return layer.op() instanceof Eltwise.Sum sum && sum.coeffs().isEmpty();
  }
}
