package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_include_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.layers.Pooling;
import io.fcn4j.layers.Window;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** A pooling by oneDNN, which remembers the places of the maxima for the backward pass. */
record DnnPooling(Pooling layer, Format in, Format out) implements Lowered {

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

  /** Whether oneDNN has a fast implementation of it. */
  boolean isFast() {
    try (Natives natives = new Natives()) {
      return !Describe.isReference(forward(natives, natives.desc(in), natives.desc(out), false));
    }
  }

  private dnnl_primitive_desc forward(
      Natives natives, dnnl_memory_desc source, dnnl_memory_desc target, boolean training) {
    Sliding window = window(layer, in.image(), out.image());
    return natives.describe(
        "pooling",
        (desc, attributes) ->
            dnnl_pooling_forward_primitive_desc_create(
                desc,
                Dnnl.ENGINE,
                training ? dnnl_forward_training : dnnl_forward_inference,
                method(window),
                source,
                target,
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
  public Kernel kernel(KernelContext context) {
    return new PoolingKernel(context);
  }

  private final class PoolingKernel extends DnnKernel {
    private final dnnl_memory_desc source = natives.desc(in);
    private final dnnl_memory_desc target = natives.desc(out);
    private final Sliding window = window(layer, in.image(), out.image());
    private final dnnl_primitive_desc forward;
    private final @Nullable dnnl_primitive_desc backward;
    private final Scratch scratch;
    private final @Nullable Slot places;

    PoolingKernel(KernelContext c) {
      forward = DnnPooling.this.forward(natives, source, target, c.backward());
      backward = c.backward() ? backward() : null;
      scratch = Scratch.of(c, forward, backward);
      boolean remembers = c.backward() && layer.method() == Pooling.Method.MAX;
      places =
          remembers
              ? c.kept(Shape.of(Describe.floats(Describe.array(forward, dnnl_query_workspace_md))))
              : null;
    }

    private dnnl_primitive_desc backward() {
      return natives.describe(
          "the gradient of a pooling",
          (desc, attributes) ->
              dnnl_pooling_backward_primitive_desc_create(
                  desc,
                  Dnnl.ENGINE,
                  method(window),
                  source,
                  target,
                  window.stride,
                  window.kernel,
                  window.dilation,
                  window.padFront,
                  window.padBack,
                  forward,
                  attributes));
    }

    private Primitive withPlaces(Primitive primitive, KernelIo io) {
      return places == null
          ? primitive
          : primitive.with(
              DNNL_ARG_WORKSPACE,
              natives.memory(Describe.array(forward, dnnl_query_workspace_md), io.slot(places)));
    }

    @Override
    Consumer<KernelIo> bindForward(KernelIo io) {
      Primitive pool =
          withPlaces(scratch.primitive(natives, forward, io), io)
              .with(DNNL_ARG_SRC, natives.memory(source, io.bottom()))
              .with(DNNL_ARG_DST, natives.memory(target, io.top()));
      return now -> pool.run();
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      Primitive spread =
          withPlaces(scratch.primitive(natives, Objects.requireNonNull(backward), io), io)
              .with(DNNL_ARG_DIFF_DST, natives.memory(target, io.topDiff()))
              .with(DNNL_ARG_DIFF_SRC, natives.memory(source, io.bottomDiff()));
      return now -> spread.run();
    }

    @Override
    public String algorithm() {
      return Describe.algorithm(forward);
    }
  }
}
