package io.fcn4j.onednn;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.Layer;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** A layer without weights that is one primitive forward and one backward. */
interface Pair extends Layer {
  Format in();

  Format out();

  /** The primitive forward; in training it may keep something for the other. */
  dnnl_primitive_desc forward(Natives natives, boolean training);

  dnnl_primitive_desc backward(Natives natives, dnnl_primitive_desc forward);

  /** Whether oneDNN has a fast implementation of it. */
  default boolean isFast() {
    try (Natives natives = new Natives()) {
      return !Describe.isReference(forward(natives, true));
    }
  }

  @Override
  default Kernel kernel(KernelContext context) {
    return new PairKernel(this, capabilities(), context);
  }
}
