package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lrn_across_channels;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lrn_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lrn_forward_primitive_desc_create;

import io.fcn4j.core.Capabilities;
import io.fcn4j.layers.Lrn;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Local response normalization across channels by oneDNN, whose formula is Caffe's. */
record DnnLrn(Lrn layer, Format in) implements Lowered, Pair {
  @Override
  public Format out() {
    return in;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  @Override
  public boolean isFast() {
    return layer.region() == Lrn.Region.ACROSS_CHANNELS && Pair.super.isFast();
  }

  @Override
  public dnnl_primitive_desc forward(Natives natives, boolean training) {
    dnnl_memory_desc desc = natives.desc(in);
    return natives.describe(
        "LRN",
        (out, attributes) ->
            dnnl_lrn_forward_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                training ? dnnl_forward_training : dnnl_forward_inference,
                dnnl_lrn_across_channels,
                desc,
                desc,
                layer.localSize(),
                layer.alpha(),
                layer.beta(),
                layer.k(),
                attributes));
  }

  @Override
  public dnnl_primitive_desc backward(Natives natives, dnnl_primitive_desc forward) {
    dnnl_memory_desc desc = natives.desc(in);
    return natives.describe(
        "the gradient of LRN",
        (out, attributes) ->
            dnnl_lrn_backward_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                dnnl_lrn_across_channels,
                desc,
                desc,
                desc,
                layer.localSize(),
                layer.alpha(),
                layer.beta(),
                layer.k(),
                forward,
                attributes));
  }
}
