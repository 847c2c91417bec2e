package io.fcn4j.bench.peer;

/** The variable that sets the threads of OpenMP, on which all peers but ONNX Runtime run. */
final class OmpNumThreads {
  private OmpNumThreads() {}

  /** Refuses to measure with another number than is wanted: libraries read it once, at start. */
  static void require(int wanted) {
    String variable = System.getenv("OMP_NUM_THREADS");
    int processors = Runtime.getRuntime().availableProcessors();
    if ((variable == null ? processors : Integer.parseInt(variable)) != wanted) {
      throw new IllegalStateException(
          "found %s for OMP_NUM_THREADS on %d processors, expected %d threads; say OMP_NUM_THREADS=%d in the environment, or another -p threads"
              .formatted(variable == null ? "nothing" : variable, processors, wanted, wanted));
    }
  }
}
