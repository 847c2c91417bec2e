package io.fcn4j.bench;

import io.fcn4j.core.nd4j.SystemMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory of this process that was resident at once, where Linux tells of it. */
final class PeakMemory {
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final double MEGABYTE = 1e6;

  private static volatile boolean measured = true;

  private PeakMemory() {}

  /** What was needed to get here does not count. */
  static void reset() {
    try {
      Files.writeString(RESET, "5");
      measured = true;
    } catch (IOException e) {
      measured = false;
    }
  }

  /**
   * Since the reset, or the start of the process without one; in millions of bytes; 0 if this
   * system does not tell.
   */
  static double megabytes() {
    return measured ? SystemMemory.peak().orElse(0) / MEGABYTE : 0;
  }
}
