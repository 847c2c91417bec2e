package io.fcn4j.testkit;

import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Host;
import io.fcn4j.core.nd4j.Views;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for a kernel to write to in place of an array: the same shape between two margins, all of
 * it NaN before.
 */
final class Guarded {
  /** Elements on each side. */
  private static final int MARGIN = 1024;

  private final String what;
  private final INDArray original;
  private final INDArray memory;
  private final INDArray array;

  Guarded(String what, INDArray original) {
    this.what = "%s (%s)".formatted(what, Shape.of(original.shape()));
    this.original = original;
    long[] shape = original.shape();
    memory = Nd4j.create(DataType.FLOAT, original.length() + 2 * MARGIN);
    memory.assign(Float.NaN);
    array = Views.strided(memory, MARGIN, shape, Views.cOrder(shape));
  }

  /** What the kernel gets. */
  INDArray array() {
    return array;
  }

  /** Copies what was written to where it belongs; fails unless it is all of the array alone. */
  void release(String when) {
    requireNumbers(what, array, when);
    float[] all = Host.read(memory);
    for (int i = 0; i < all.length; i++) {
      boolean beside = i < MARGIN || i >= all.length - MARGIN;
      if (beside && !Float.isNaN(all[i])) {
        throw Finding.of(
            "%s: memory beside %s was written, %d elements from its start"
                .formatted(when, what, i - MARGIN),
            all[i],
            "nothing but its own elements");
      }
    }
    original.assign(array);
  }

  static void requireNumbers(String what, INDArray array, String when) {
    Snapshot.Values values = Snapshot.Values.of(array);
    for (int i = 0; i < values.data.length; i++) {
      if (Float.isNaN(values.data[i])) {
        throw Finding.of(
            "%s: %s is NaN %s".formatted(when, what, values.at(i)),
            "not written, or computed from what must not be read",
            "a number");
      }
    }
  }

  static void poison(INDArray array) {
    array.assign(Float.NaN);
  }

  static void poison(KernelIo io, List<Slot> slots) {
    slots.forEach(slot -> poison(io.slot(slot)));
  }
}
