package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Slot;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of a top through the ReLU that was fused into its layer. */
final class ReluGradient {
  private final Natives natives;
  private final dnnl_memory_desc desc;
  private final dnnl_primitive_desc backward;

  /** Where the gradient goes, if the top's own must stay. */
  private final @Nullable Slot aside;

  ReluGradient(Natives natives, dnnl_memory_desc desc, KernelContext c) {
    this.natives = natives;
    this.desc = desc;
    dnnl_primitive_desc forward =
        natives.describe(
            "relu",
            (out, attributes) ->
                dnnl_eltwise_forward_primitive_desc_create(
                    out,
                    Dnnl.ENGINE,
                    dnnl_forward_training,
                    dnnl_eltwise_relu_use_dst_for_bwd,
                    desc,
                    desc,
                    0,
                    0,
                    attributes));
    backward =
        natives.describe(
            "the gradient of a relu",
            (out, attributes) ->
                dnnl_eltwise_backward_primitive_desc_create(
                    out,
                    Dnnl.ENGINE,
                    dnnl_eltwise_relu_use_dst_for_bwd,
                    desc,
                    desc,
                    desc,
                    0,
                    0,
                    forward,
                    attributes));
    aside = c.mayOverwriteTopDiff(0) ? null : c.backwardScratch(c.top());
  }

  /** Where the gradient before the ReLU is. */
  INDArray result(KernelIo io) {
    return aside == null ? io.topDiff() : io.slot(aside);
  }

  Consumer<KernelIo> bind(KernelIo io) {
    Primitive primitive =
        natives
            .primitive(backward)
            .with(DNNL_ARG_DST, natives.memory(desc, io.top()))
            .with(DNNL_ARG_DIFF_DST, natives.memory(desc, io.topDiff()))
            .with(DNNL_ARG_DIFF_SRC, natives.memory(desc, result(io)));
    return now -> primitive.run();
  }
}
