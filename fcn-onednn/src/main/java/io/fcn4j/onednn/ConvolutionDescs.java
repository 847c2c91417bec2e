package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_winograd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import io.fcn4j.core.Shape;
import io.fcn4j.layers.Convolution;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * The arrays and primitive descriptors of a convolution. With groups, weights have one axis more,
 * in front; the memory is the same.
 */
final class ConvolutionDescs extends WeightedDescs {
  private final DnnConvolution convolution;
  private final @Nullable dnnl_memory_desc narrowSource;

  ConvolutionDescs(Natives natives, DnnConvolution convolution) {
    super(
        natives,
        convolution.layer().window(),
        weights(convolution.layer(), convolution.in().image()),
        convolution.in(),
        convolution.out(),
        convolution.layer().weights().bias());
    this.convolution = convolution;
    narrowSource = convolution.narrow() ? natives.bf16(convolution.in()) : null;
  }

  private static long[] weights(Convolution layer, Shape image) {
    long groups = layer.group();
    long outputs = layer.numOutput();
    long h = layer.window().y().kernel();
    long w = layer.window().x().kernel();
    return groups == 1
        ? new long[] {outputs, image.c(), h, w}
        : new long[] {groups, outputs / groups, image.c() / groups, h, w};
  }

  @Override
  @Nullable dnnl_memory_desc narrowSource() {
    return narrowSource;
  }

  @Override
  boolean isLasting() {
    // Winograd's depends on how the image is cut into tiles.
    return !convolution.winograd();
  }

  @Override
  dnnl_memory_desc plainWeights() {
    return natives.dense(weights);
  }

  @Override
  Optional<dnnl_primitive_desc> forward(boolean training) {
    return Optional.ofNullable(
        natives.tryDescribe(
            convolution.relu() ? new PostOps().relu() : new PostOps(),
            (out, attributes) ->
                dnnl_convolution_forward_primitive_desc_create(
                    out,
                    Dnnl.ENGINE,
                    training ? dnnl_forward_training : dnnl_forward_inference,
                    algorithm(),
                    narrowSource == null ? source : narrowSource,
                    narrowSource == null ? natives.any(weights) : natives.anyBf16(weights),
                    bias,
                    target,
                    window.stride,
                    window.dilation,
                    window.padFront,
                    window.padBack,
                    attributes)));
  }

  @Override
  dnnl_primitive_desc backwardData(dnnl_primitive_desc forward) {
    return natives.describe(
        "the gradient of a convolution's bottom",
        (out, attributes) ->
            dnnl_convolution_backward_data_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                algorithm(),
                source,
                natives.any(weights),
                target,
                window.stride,
                window.dilation,
                window.padFront,
                window.padBack,
                forward,
                attributes));
  }

  @Override
  dnnl_primitive_desc backwardWeights(dnnl_primitive_desc forward) {
    return natives.describe(
        "the gradient of a convolution's weights",
        (out, attributes) ->
            dnnl_convolution_backward_weights_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                algorithm(),
                source,
                natives.any(weights),
                bias,
                target,
                window.stride,
                window.dilation,
                window.padFront,
                window.padBack,
                forward,
                attributes));
  }

  private int algorithm() {
    return convolution.winograd() ? dnnl_convolution_winograd : dnnl_convolution_direct;
  }
}
