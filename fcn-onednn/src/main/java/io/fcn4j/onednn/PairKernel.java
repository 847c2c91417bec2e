package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import io.fcn4j.core.Capabilities;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** The primitives of a {@link Pair}. */
final class PairKernel extends DnnKernel {
  private final Capabilities capabilities;
  private final dnnl_memory_desc source;
  private final dnnl_memory_desc target;
  private final dnnl_primitive_desc forward;
  private final @Nullable dnnl_primitive_desc backward;
  private final Scratch scratch;

  /** What the forward pass keeps for the backward pass; null if that is nothing. */
  private final @Nullable Slot workspace;

  /**
   * @param capabilities tell what the primitive backward reads
   */
  PairKernel(Pair pair, Capabilities capabilities, KernelContext c) {
    this.capabilities = capabilities;
    source = natives.desc(pair.in());
    target = natives.desc(pair.out());
    forward = pair.forward(natives, c.backward());
    backward = c.backward() ? pair.backward(natives, forward) : null;
    scratch = Scratch.of(c, forward, backward);
    long kept = c.backward() ? Describe.floats(workspaceDesc()) : 0;
    workspace = kept > 0 ? c.kept(Shape.of(kept)) : null;
  }

  private dnnl_memory_desc workspaceDesc() {
    return Describe.array(forward, dnnl_query_workspace_md);
  }

  private Primitive primitive(dnnl_primitive_desc desc, KernelIo io) {
    Primitive primitive = scratch.primitive(natives, desc, io);
    return workspace == null
        ? primitive
        : primitive.with(DNNL_ARG_WORKSPACE, natives.memory(workspaceDesc(), io.slot(workspace)));
  }

  @Override
  Consumer<KernelIo> bindForward(KernelIo io) {
    Primitive primitive =
        primitive(forward, io)
            .with(DNNL_ARG_SRC, natives.memory(source, io.bottom()))
            .with(DNNL_ARG_DST, natives.memory(target, io.top()));
    return now -> primitive.run();
  }

  @Override
  Consumer<KernelIo> bindBackward(KernelIo io) {
    Primitive primitive =
        primitive(Objects.requireNonNull(backward), io)
            .with(DNNL_ARG_DIFF_DST, natives.memory(target, io.topDiff()))
            .with(DNNL_ARG_DIFF_SRC, natives.memory(source, io.bottomDiff()));
    if (capabilities.backwardReadsBottoms()) {
      primitive.with(DNNL_ARG_SRC, natives.memory(source, io.bottom()));
    }
    if (capabilities.backwardReadsTops()) {
      primitive.with(DNNL_ARG_DST, natives.memory(target, io.top()));
    }
    return now -> primitive.run();
  }

  @Override
  public String algorithm() {
    return Describe.algorithm(forward);
  }
}
