package io.fcn4j.testkit;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel's backward pass with NaN in all memory whose contents it must not count on. */
final class GuardedBackward {
  private GuardedBackward() {}

  static void check(Subject subject) {
    Subject guarded = subject.layer(new Watched(subject.layer(), GuardedBackward::guard));
    try (Rig rig = new Rig(guarded)) {
      rig.run(guarded, 0);
    }
  }

  private static Kernel guard(Layer layer, KernelContext context) {
    DeclaredSlots slots = new DeclaredSlots(context);
    Kernel kernel = layer.kernel(slots);
    return Kernel.of(
        kernel::forward,
        io -> {
          Map<Integer, Guarded> diffs = new LinkedHashMap<>();
          for (int i = 0; i < context.bottoms().size(); i++) {
            if (io.wantsBottomDiff(i)) {
              diffs.put(i, new Guarded("the diff of bottom " + i, io.bottomDiff(i)));
            }
          }
          Guarded.poison(io, slots.scratch);
          Guarded.poison(io, slots.backwardScratch);
          poisonUnread(layer, context, io);
          Snapshot before = onlyRead(layer, context, io);
          kernel.backward(
              new ForwardingIo(io) {
                @Override
                public INDArray bottomDiff(int i) {
                  Guarded diff = diffs.get(i);
                  return diff == null ? super.bottomDiff(i) : diff.array();
                }
              });
          diffs.values().forEach(diff -> diff.release("after backward"));
          for (int i = 0; i < layer.params(context.bottoms()).size(); i++) {
            if (io.wantsParamDiff(i)) {
              Guarded.requireNumbers(
                  "the diff of parameter " + i, io.paramDiff(i), "after backward");
            }
          }
          onlyRead(layer, context, io).requireBits(before, "after backward");
        });
  }

  private static void poisonUnread(Layer layer, KernelContext context, KernelIo io) {
    if (!layer.capabilities().backwardReadsBottoms()) {
      for (int i = 0; i < context.bottoms().size(); i++) {
        Guarded.poison(io.bottom(i));
      }
    }
    if (!layer.capabilities().backwardReadsTops()) {
      for (int i = 0; i < context.tops().size(); i++) {
        Guarded.poison(io.top(i));
      }
    }
  }

  private static Snapshot onlyRead(Layer layer, KernelContext context, KernelIo io) {
    Snapshot read = GuardedForward.onlyRead(layer, context, io);
    for (int i = 0; i < context.tops().size(); i++) {
      read.put("top " + i, io.top(i));
      read.put("the diff of top " + i, io.topDiff(i));
    }
    return read;
  }
}
