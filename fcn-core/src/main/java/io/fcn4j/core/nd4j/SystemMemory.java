package io.fcn4j.core.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the system tells of memory; nothing on others than Linux. */
public final class SystemMemory {
  private SystemMemory() {}

  /**
   * Bytes that can be had without swapping, where the system tells: elsewhere only unused pages are
   * counted, not those that it would give up, so that nothing can be refused for it.
   */
  public static OptionalLong free() {
    return bytes("/proc/meminfo", "MemAvailable:");
  }

  /** The most bytes of this process that were resident at once. */
  public static OptionalLong peak() {
    return bytes("/proc/self/status", "VmHWM:");
  }

  private static OptionalLong bytes(String file, String key) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(key)) {
          return OptionalLong.of(1024 * Long.parseLong(line.replaceAll("\\D", "")));
        }
      }
    } catch (IOException e) {
      // Not Linux: an allocation itself will tell.
    }
    return OptionalLong.empty();
  }
}
