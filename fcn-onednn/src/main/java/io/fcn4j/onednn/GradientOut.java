package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.fcn4j.core.KernelIo;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Brings a parameter's gradient from a primitive's layout into the parameter's own: over what is
 * there if that is nothing yet, else added to it.
 */
final class GradientOut {
  private final Natives natives;
  private final int index;
  private final dnnl_memory_desc to;
  private final dnnl_primitive_desc copy;
  private final dnnl_primitive_desc add;

  GradientOut(Natives natives, int index, dnnl_memory_desc from, dnnl_memory_desc to) {
    this.natives = natives;
    this.index = index;
    this.to = to;
    copy = Reorders.copy(natives, from, to);
    add = Reorders.add(natives, from, to);
  }

  /** The parameter's. */
  int index() {
    return index;
  }

  /**
   * @param made where the primitive has put the gradient
   */
  Consumer<KernelIo> bind(dnnl_memory made, KernelIo io) {
    INDArray diff = io.paramDiff(index);
    Primitive first = reorder(copy, made, diff);
    Primitive more = reorder(add, made, diff);
    return now -> (now.isFirstDiff(index) ? first : more).run();
  }

  private Primitive reorder(dnnl_primitive_desc desc, dnnl_memory made, INDArray target) {
    Primitive primitive =
        natives
            .primitive(desc)
            .with(DNNL_ARG_FROM, made)
            .with(DNNL_ARG_TO, natives.memory(to, target));
    natives.scratchpad(primitive, desc);
    return primitive;
  }
}
