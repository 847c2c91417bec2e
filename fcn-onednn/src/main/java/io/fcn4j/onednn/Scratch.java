package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** The scratchpad that the primitives of one pass of a kernel share, one after another. */
final class Scratch {
  private final @Nullable Slot slot;

  private Scratch(KernelContext c, List<@Nullable dnnl_primitive_desc> descs) {
    long floats =
        descs.stream().filter(Objects::nonNull).mapToLong(Describe::scratchpad).max().orElse(0);
    slot = floats == 0 ? null : c.scratch(Shape.of(floats));
  }

  static Scratch of(KernelContext c, @Nullable dnnl_primitive_desc... descs) {
    return new Scratch(c, Arrays.asList(descs));
  }

  /** A compiled primitive that has its scratchpad. */
  Primitive primitive(Natives natives, dnnl_primitive_desc desc, KernelIo io) {
    Primitive primitive = natives.primitive(desc);
    if (slot != null && Describe.scratchpad(desc) > 0) {
      primitive.with(
          DNNL_ARG_SCRATCHPAD,
          natives.memory(Describe.array(desc, dnnl_query_scratchpad_md), io.slot(slot)));
    }
    return primitive;
  }
}
