package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Views;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
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
  private final @Nullable dnnl_primitive_desc add;

  /** For layouts that oneDNN can't add from: the gradient in the parameter's layout. */
  private final @Nullable Slot aside;

  GradientOut(
      Natives natives, int index, dnnl_memory_desc from, dnnl_memory_desc to, KernelContext c) {
    this.natives = natives;
    this.index = index;
    this.to = to;
    copy = Reorders.copy(natives, from, to);
    add = Reorders.tryAdd(natives, from, to);
    aside = add == null ? c.backwardScratch(Shape.of(Describe.floats(to))) : null;
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
    if (add != null) {
      Primitive more = reorder(add, made, diff);
      return now -> (now.isFirstDiff(index) ? first : more).run();
    }
    INDArray other = io.slot(Objects.requireNonNull(aside));
    Primitive plain = reorder(copy, made, other);
    INDArray sum = Views.reshape(diff, diff.length());
    return now -> {
      if (now.isFirstDiff(index)) {
        first.run();
      } else {
        plain.run();
        sum.addi(other);
      }
    };
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
