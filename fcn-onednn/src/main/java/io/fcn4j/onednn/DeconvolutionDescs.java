package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import io.fcn4j.layers.Deconvolution;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * The arrays and primitive descriptors of a deconvolution. Its parameter has the input channels
 * first, oneDNN's weights the groups and then the output channels: other strides on one memory.
 */
final class DeconvolutionDescs extends WeightedDescs {
  private final dnnl_memory_desc plainWeights;

  DeconvolutionDescs(Natives natives, DnnDeconvolution deconvolution) {
    super(
        natives,
        deconvolution.layer().window(),
        weights(deconvolution),
        deconvolution.in(),
        deconvolution.out(),
        deconvolution.layer().weights().bias());
    long area = deconvolution.layer().window().area();
    // The next input channel of an array inputs x outputs/group x h x w.
    long input = deconvolution.layer().numOutput() / deconvolution.layer().group() * area;
    long group = deconvolution.depthwise() ? input + area : weights[2] * input;
    plainWeights = natives.strided(weights, group, area, input, window.kernel[1], 1);
  }

  private static long[] weights(DnnDeconvolution deconvolution) {
    Deconvolution layer = deconvolution.layer();
    long inputs = deconvolution.in().image().c();
    long groups = deconvolution.depthwise() ? inputs : layer.group();
    long h = layer.window().y().kernel();
    long w = layer.window().x().kernel();
    return new long[] {groups, layer.numOutput() / groups, inputs / groups, h, w};
  }

  @Override
  boolean isLasting() {
    // Whether weights are diagonal is looked at in their array.
    return false;
  }

  @Override
  dnnl_memory_desc plainWeights() {
    return plainWeights;
  }

  @Override
  Optional<dnnl_primitive_desc> forward(boolean training) {
    return Optional.ofNullable(
        natives.tryDescribe(
            new PostOps(),
            (out, attributes) ->
                dnnl_deconvolution_forward_primitive_desc_create(
                    out,
                    Dnnl.ENGINE,
                    training ? dnnl_forward_training : dnnl_forward_inference,
                    dnnl_deconvolution_direct,
                    source,
                    natives.any(weights),
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
        "the gradient of a deconvolution's bottom",
        (out, attributes) ->
            dnnl_deconvolution_backward_data_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                dnnl_deconvolution_direct,
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
        "the gradient of a deconvolution's weights",
        (out, attributes) ->
            dnnl_deconvolution_backward_weights_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                dnnl_deconvolution_direct,
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
}
