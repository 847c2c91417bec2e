package io.fcn4j.onednn;

import io.fcn4j.layers.Window;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** The arrays and primitive descriptors of a layer with a weight and perhaps a bias. */
abstract class WeightedDescs {
  final Natives natives;
  final Sliding window;

  /** The dimensions of the weights, as oneDNN counts them. */
  final long[] weights;

  final dnnl_memory_desc source;
  final dnnl_memory_desc target;
  final @Nullable dnnl_memory_desc bias;

  WeightedDescs(
      Natives natives, Window window, long[] weights, Format in, Format out, boolean hasBias) {
    this.natives = natives;
    this.window = Sliding.of(window);
    this.weights = weights;
    source = natives.desc(in);
    target = natives.desc(out);
    bias = hasBias ? natives.dense(out.image().c()) : null;
  }

  /** The bottom as the primitive wants it, if that is not {@link #source}; for inference. */
  @Nullable dnnl_memory_desc narrowSource() {
    return null;
  }

  /** The weights as they lie in their parameter. */
  abstract dnnl_memory_desc plainWeights();

  /** Whether the layout of the weights is the same for inputs of all sizes. */
  abstract boolean isLasting();

  /** The forward pass, if oneDNN can do it. */
  abstract Optional<dnnl_primitive_desc> forward(boolean training);

  abstract dnnl_primitive_desc backwardData(dnnl_primitive_desc forward);

  abstract dnnl_primitive_desc backwardWeights(dnnl_primitive_desc forward);

  /** Whether oneDNN has a fast implementation of it. */
  final boolean isFast() {
    return forward(false).filter(desc -> !Describe.isReference(desc)).isPresent();
  }
}
