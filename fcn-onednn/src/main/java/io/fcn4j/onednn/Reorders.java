package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies from one layout to another. */
final class Reorders {
  private Reorders() {}

  static dnnl_primitive_desc copy(Natives natives, dnnl_memory_desc from, dnnl_memory_desc to) {
    return natives.describe("a reorder", creation(from, to));
  }

  /** A copy that is added to what is there. */
  static dnnl_primitive_desc add(Natives natives, dnnl_memory_desc from, dnnl_memory_desc to) {
    return natives.describe("a reorder that adds", new PostOps().sum(), creation(from, to));
  }

  private static Natives.Creation creation(dnnl_memory_desc from, dnnl_memory_desc to) {
    return (out, attributes) ->
        dnnl_reorder_primitive_desc_create(out, from, Dnnl.ENGINE, to, Dnnl.ENGINE, attributes);
  }

  /** Copies at once, for what is done seldom. */
  static void once(
      dnnl_memory_desc from, INDArray source, dnnl_memory_desc to, dnnl_memory target) {
    try (Natives natives = new Natives()) {
      dnnl_primitive_desc desc = copy(natives, from, to);
      Primitive reorder = natives.primitive(desc);
      reorder.with(DNNL_ARG_FROM, natives.memory(from, source)).with(DNNL_ARG_TO, target);
      natives.scratchpad(reorder, desc);
      reorder.run();
    }
  }
}
