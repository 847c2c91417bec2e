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
import org.jspecify.annotations.Nullable;

/**
 * The arrays and primitive descriptors of a deconvolution. Its parameter has the input channels
 * first, oneDNN's weights the groups and then the output channels: other strides on one memory.
 */
final class DeconvolutionDescs implements WeightedDescs {
  private final Natives natives;
  private final Sliding window;
  private final dnnl_memory_desc source;
  private final long[] weights;
  private final dnnl_memory_desc plainWeights;
  private final @Nullable dnnl_memory_desc bias;
  private final dnnl_memory_desc target;

  DeconvolutionDescs(Natives natives, DnnDeconvolution deconvolution) {
    this.natives = natives;
    Deconvolution layer = deconvolution.layer();
    window = Sliding.of(layer.window());
    long inputs = deconvolution.in().image().c();
    long outputs = layer.numOutput();
    long groups = deconvolution.depthwise() ? inputs : layer.group();
    long h = window.kernel[0];
    long w = window.kernel[1];
    weights = new long[] {groups, outputs / groups, inputs / groups, h, w};
    // The next input channel of an array inputs x outputs/group x h x w.
    long input = outputs / layer.group() * h * w;
    long group = deconvolution.depthwise() ? input + h * w : inputs / groups * input;
    plainWeights = natives.strided(weights, group, h * w, input, w, 1);
    source = natives.desc(deconvolution.in());
    bias = layer.weights().bias() ? natives.dense(outputs) : null;
    target = natives.desc(deconvolution.out());
  }

  @Override
  public dnnl_memory_desc source() {
    return source;
  }

  @Override
  public dnnl_memory_desc target() {
    return target;
  }

  @Override
  public boolean isLasting() {
    // Whether weights are diagonal is looked at in their array.
    return false;
  }

  @Override
  public @Nullable dnnl_memory_desc bias() {
    return bias;
  }

  @Override
  public dnnl_memory_desc plainWeights() {
    return plainWeights;
  }

  @Override
  public Optional<dnnl_primitive_desc> forward(boolean training) {
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
  public dnnl_primitive_desc backwardData(dnnl_primitive_desc forward) {
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
  public dnnl_primitive_desc backwardWeights(dnnl_primitive_desc forward) {
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
