package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** A softmax over channels by oneDNN, which is fast where they lie side by side. */
record DnnSoftmax(Format format) implements UnaryLayer, Pair {
  private static final int CHANNELS = 1;

  @Override
  public Shape shape(Shape bottom) {
    return bottom;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_TOPS.andInPlace();
  }

  @Override
  public String type() {
    return "Softmax";
  }

  @Override
  public Format in() {
    return format;
  }

  @Override
  public Format out() {
    return format;
  }

  @Override
  public dnnl_primitive_desc forward(Natives natives, boolean training) {
    dnnl_memory_desc desc = natives.desc(format);
    return natives.describe(
        "softmax",
        (out, attributes) ->
            dnnl_softmax_forward_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                dnnl_forward_training,
                dnnl_softmax_accurate,
                desc,
                desc,
                CHANNELS,
                attributes));
  }

  @Override
  public dnnl_primitive_desc backward(Natives natives, dnnl_primitive_desc forward) {
    dnnl_memory_desc desc = natives.desc(format);
    return natives.describe(
        "the gradient of softmax",
        (out, attributes) ->
            dnnl_softmax_backward_primitive_desc_create(
                out,
                Dnnl.ENGINE,
                dnnl_softmax_accurate,
                desc,
                desc,
                desc,
                CHANNELS,
                forward,
                attributes));
  }
}
