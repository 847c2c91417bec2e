package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lrn_across_channels;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lrn_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_lrn_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.layers.Lrn;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Local response normalization across channels by oneDNN, whose formula is Caffe's. */
record DnnLrn(Lrn layer, Format in) implements Lowered {
  @Override
  public Format out() {
    return in;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.READS_BOTTOMS;
  }

  /** Whether oneDNN has a fast implementation of it. */
  boolean isFast() {
    try (Natives natives = new Natives()) {
      dnnl_memory_desc desc = natives.desc(in);
      return layer.region() == Lrn.Region.ACROSS_CHANNELS
          && !Describe.isReference(forward(natives, desc, true));
    }
  }

  private dnnl_primitive_desc forward(Natives natives, dnnl_memory_desc desc, boolean training) {
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
  public Kernel kernel(KernelContext context) {
    return new LrnKernel(context);
  }

  private final class LrnKernel extends DnnKernel {
    private final dnnl_memory_desc desc = natives.desc(in);
    private final dnnl_primitive_desc forward;
    private final @Nullable dnnl_primitive_desc backward;
    private final Scratch scratch;
    private final @Nullable Slot scales;

    LrnKernel(KernelContext c) {
      forward = DnnLrn.this.forward(natives, desc, c.backward());
      backward = c.backward() ? backward() : null;
      scratch = Scratch.of(c, forward, backward);
      scales =
          c.backward()
              ? c.kept(Shape.of(Describe.floats(Describe.array(forward, dnnl_query_workspace_md))))
              : null;
    }

    private dnnl_primitive_desc backward() {
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

    private Primitive withScales(Primitive primitive, KernelIo io) {
      return scales == null
          ? primitive
          : primitive.with(
              DNNL_ARG_WORKSPACE,
              natives.memory(Describe.array(forward, dnnl_query_workspace_md), io.slot(scales)));
    }

    @Override
    Consumer<KernelIo> bindForward(KernelIo io) {
      Primitive normalize =
          withScales(scratch.primitive(natives, forward, io), io)
              .with(DNNL_ARG_SRC, natives.memory(desc, io.bottom()))
              .with(DNNL_ARG_DST, natives.memory(desc, io.top()));
      return now -> normalize.run();
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      Primitive gradient =
          withScales(scratch.primitive(natives, Objects.requireNonNull(backward), io), io)
              .with(DNNL_ARG_SRC, natives.memory(desc, io.bottom()))
              .with(DNNL_ARG_DIFF_DST, natives.memory(desc, io.topDiff()))
              .with(DNNL_ARG_DIFF_SRC, natives.memory(desc, io.bottomDiff()));
      return now -> gradient.run();
    }

    @Override
    public String algorithm() {
      return Describe.algorithm(forward);
    }
  }
}
