package io.fcn4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most memory of this process that was resident at once, where Linux tells of it. */
final class PeakMemory {
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double MEGABYTE = 1e6;

  private static volatile boolean measured;

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

  /** Since the reset, in millions of bytes; 0 if this system does not tell. */
  static double megabytes() {
    if (!measured) {
      return 0;
    }
    try {
      return kilobytes(Files.readAllLines(STATUS)) * 1024 / MEGABYTE;
    } catch (IOException e) {
      return 0;
    }
  }

  private static double kilobytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
