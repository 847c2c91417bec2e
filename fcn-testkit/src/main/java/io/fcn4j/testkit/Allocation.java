package io.fcn4j.testkit;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a pass leaves behind in native memory, by ND4J's own count of the bytes in use. */
final class Allocation {
  private static final int WARM_UP = 3;
  private static final int PASSES = 9;

  /** ND4J's in-place ops make scalars of a few bytes themselves; arrays of a blob are larger. */
  private static final long SMALL_OBJECTS = 256;

  private Allocation() {}

  static void check(Subject subject) {
    Map<String, INDArray> inputs = subject.inputs();
    try (Rig rig = new Rig(subject)) {
      Map<String, INDArray> diffs = rig.diffs(subject);
      Runnable forward = () -> rig.pass(inputs, 0);
      require("forward", () -> {}, forward);
      if (subject.hasBackward()) {
        require("backward", forward, () -> rig.backward(diffs));
      }
    }
  }

  private static void require(String when, Runnable before, Runnable pass) {
    for (int i = 0; i < WARM_UP; i++) {
      before.run();
      pass.run();
    }
    long[] left = new long[PASSES];
    for (int i = 0; i < PASSES; i++) {
      before.run();
      long start = inUse();
      pass.run();
      left[i] = inUse() - start;
    }
    // The median: a garbage collection, or another thread, disturbs single passes.
    Arrays.sort(left);
    if (left[PASSES / 2] > SMALL_OBJECTS) {
      throw Finding.of(
          "%s after %d runs".formatted(when, WARM_UP),
          "%,d bytes of native memory left behind by every further one".formatted(left[PASSES / 2]),
          "none, but for ND4J's scalars (up to %d bytes)".formatted(SMALL_OBJECTS));
    }
  }

  private static long inUse() {
    return Nd4j.getEnvironment()
        .getDeviceCouner(Nd4j.getAffinityManager().getDeviceForCurrentThread());
  }
}
