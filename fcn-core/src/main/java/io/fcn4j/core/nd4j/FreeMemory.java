package io.fcn4j.core.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the machine has left for arrays. */
public final class FreeMemory {
  private FreeMemory() {}

  /**
   * Bytes that can be had without swapping, where the system tells: elsewhere only unused pages are
   * counted, not those that it would give up, so that nothing can be refused for it.
   */
  public static OptionalLong bytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return OptionalLong.of(1024 * Long.parseLong(line.replaceAll("\\D", "")));
        }
      }
    } catch (IOException e) {
      // Not Linux: the allocation itself will tell.
    }
    return OptionalLong.empty();
  }
}
