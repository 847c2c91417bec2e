package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_include_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Shape;
import io.fcn4j.layers.Pooling;
import io.fcn4j.layers.Window;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** A pooling by oneDNN, which remembers the places of the maxima for the backward pass. */
record DnnPooling(Pooling layer, Format in, Format out) implements Lowered, Pair {

  /**
   * Whether oneDNN divides means by what Caffe does: the area within the padded image. Without
   * padding that is the area within the image; with it, it is the whole window only if none begins
   * so late that it ends beyond the padding.
   */
  static boolean suits(Pooling layer, Shape bottom, Shape top) {
    if (layer.mask()) {
      return false;
    }
    Sliding window = window(layer, bottom, top);
    boolean unpadded = window.padFront[0] == 0 && window.padFront[1] == 0;
    boolean within =
        window.padBack[0] <= window.padFront[0] && window.padBack[1] <= window.padFront[1];
    return layer.method() == Pooling.Method.MAX || unpadded || within;
  }

  @Override
  public dnnl_primitive_desc forward(Natives natives, boolean training) {
    Sliding window = window(layer, in.image(), out.image());
    return natives.describe(
        "pooling",
        (desc, attributes) ->
            dnnl_pooling_forward_primitive_desc_create(
                desc,
                Dnnl.ENGINE,
                training ? dnnl_forward_training : dnnl_forward_inference,
                method(window),
                natives.desc(in),
                natives.desc(out),
                window.stride,
                window.kernel,
                window.dilation,
                window.padFront,
                window.padBack,
                attributes));
  }

  private int method(Sliding window) {
    if (layer.method() == Pooling.Method.MAX) {
      return dnnl_pooling_max;
    }
    boolean unpadded = window.padFront[0] == 0 && window.padFront[1] == 0;
    return unpadded ? dnnl_pooling_avg_exclude_padding : dnnl_pooling_avg_include_padding;
  }

  private static Sliding window(Pooling layer, Shape bottom, Shape top) {
    Window on = layer.windowOn(bottom);
    return Sliding.of(on, beyond(on.y(), bottom.h(), top.h()), beyond(on.x(), bottom.w(), top.w()));
  }

  /** How far the last window reaches beyond the image. */
  private static long beyond(Window.Axis axis, long cells, long windows) {
    return Math.max(0, (windows - 1) * axis.stride() + axis.kernel() - cells - axis.pad());
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_NOTHING;
  }

  @Override
  public dnnl_primitive_desc backward(Natives natives, dnnl_primitive_desc forward) {
    Sliding window = window(layer, in.image(), out.image());
    return natives.describe(
        "the gradient of a pooling",
        (desc, attributes) ->
            dnnl_pooling_backward_primitive_desc_create(
                desc,
                Dnnl.ENGINE,
                method(window),
                natives.desc(in),
                natives.desc(out),
                window.stride,
                window.kernel,
                window.dilation,
                window.padFront,
                window.padBack,
                forward,
                attributes));
  }
}
