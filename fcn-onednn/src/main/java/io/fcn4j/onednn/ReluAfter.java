package io.fcn4j.onednn;

import io.fcn4j.core.program.Step;
import io.fcn4j.core.program.Value;
import io.fcn4j.layers.ReLU;
import java.util.List;
import java.util.Optional;

/**
 * The ReLU after a layer that can do it in passing, if nobody else sees the layer's top.
 *
 * @param top what the layer then makes
 */
record ReluAfter(Optional<Step> step, Value top) {
  static ReluAfter of(Step layer, Lowering.Work work) {
    Value top = layer.tops().get(0);
    List<Step> readers = work.readers(top);
    boolean only =
        readers.size() == 1
            && !work.isPinned(top)
            && readers.get(0).layer().equals(new ReLU(0))
            && readers.get(0).propagates().get(0);
    return only
        ? new ReluAfter(Optional.of(readers.get(0)), readers.get(0).tops().get(0))
        : new ReluAfter(Optional.empty(), top);
  }

  boolean there() {
    return step.isPresent();
  }
}
