package io.fcn4j.testkit;

import io.fcn4j.core.Kernel;
import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Layer;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Phase;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel's forward pass with NaN in all memory whose contents it must not count on. */
final class GuardedForward {
  private GuardedForward() {}

  static void check(Subject subject) {
    Subject guarded = subject.layer(new Watched(subject.layer(), GuardedForward::guard));
    try (Rig rig = new Rig(guarded)) {
      rig.forward(guarded, 0);
    }
  }

  private static Kernel guard(Layer layer, KernelContext context) {
    DeclaredSlots slots = new DeclaredSlots(context);
    Kernel kernel = layer.kernel(slots);
    return Kernel.forwardOnly(
        io -> {
          List<Guarded> tops = new ArrayList<>();
          for (int i = 0; i < context.tops().size(); i++) {
            tops.add(new Guarded("top " + i, io.top(i)));
          }
          Guarded.poison(io, slots.kept);
          Guarded.poison(io, slots.scratch);
          Snapshot before = onlyRead(layer, context, io);
          kernel.forward(
              new ForwardingIo(io) {
                @Override
                public INDArray top(int i) {
                  return tops.get(i).array();
                }
              });
          tops.forEach(top -> top.release("after forward"));
          onlyRead(layer, context, io).requireBits(before, "after forward");
        });
  }

  /** What a kernel may not write to: bottoms, and parameters other than statistics in TRAIN. */
  static Snapshot onlyRead(Layer layer, KernelContext context, KernelIo io) {
    Snapshot read = new Snapshot();
    for (int i = 0; i < context.bottoms().size(); i++) {
      read.put("bottom " + i, io.bottom(i));
    }
    List<ParamSpec> specs = layer.params(context.bottoms());
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).learned() || context.phase() == Phase.TEST) {
        read.put("parameter %d (%s)".formatted(i, specs.get(i).name()), io.param(i));
      }
    }
    return read;
  }
}
