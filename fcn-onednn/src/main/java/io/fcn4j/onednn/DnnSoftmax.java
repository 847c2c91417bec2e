package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.UnaryLayer;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** A softmax over channels by oneDNN, which is fast where they lie side by side. */
record DnnSoftmax(Format format) implements UnaryLayer {
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
  public Kernel kernel(KernelContext context) {
    return new SoftmaxKernel(context);
  }

  private final class SoftmaxKernel extends DnnKernel {
    private final dnnl_memory_desc desc = natives.desc(format);
    private final dnnl_primitive_desc forward;
    private final @Nullable dnnl_primitive_desc backward;
    private final Scratch scratch;

    SoftmaxKernel(KernelContext c) {
      forward =
          natives.describe(
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
      backward = c.backward() ? backward() : null;
      scratch = Scratch.of(c, forward, backward);
    }

    private dnnl_primitive_desc backward() {
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

    @Override
    Consumer<KernelIo> bindForward(KernelIo io) {
      Primitive softmax =
          scratch
              .primitive(natives, forward, io)
              .with(DNNL_ARG_SRC, natives.memory(desc, io.bottom()))
              .with(DNNL_ARG_DST, natives.memory(desc, io.top()));
      return now -> softmax.run();
    }

    @Override
    Consumer<KernelIo> bindBackward(KernelIo io) {
      Primitive gradient =
          scratch
              .primitive(natives, Objects.requireNonNull(backward), io)
              .with(DNNL_ARG_DST, natives.memory(desc, io.top()))
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
