package io.fcn4j.onednn;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** The arrays and primitive descriptors of a layer with a weight and perhaps a bias. */
interface WeightedDescs {
  dnnl_memory_desc source();

  dnnl_memory_desc target();

  /** The bottom as the primitive wants it, if that is not {@link #source}; for inference. */
  default @Nullable dnnl_memory_desc narrowSource() {
    return null;
  }

  /** The weights as they lie in their parameter. */
  dnnl_memory_desc plainWeights();

  /** Whether the layout of the weights is the same for inputs of all sizes. */
  boolean isLasting();

  @Nullable dnnl_memory_desc bias();

  /** The forward pass, if oneDNN can do it. */
  Optional<dnnl_primitive_desc> forward(boolean training);

  dnnl_primitive_desc backwardData(dnnl_primitive_desc forward);

  dnnl_primitive_desc backwardWeights(dnnl_primitive_desc forward);
}
