package io.fcn4j.core.nd4j;

import io.fcn4j.core.MemoryException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The one piece of memory of a session, shared by its plans, as large as the largest of them. */
final class Arena implements AutoCloseable {
  private @Nullable INDArray memory;

  /**
   * Makes room for a plan.
   *
   * @return whether the memory moved, so that views of it are gone
   */
  boolean reserve(Nd4jPlan plan) {
    if (memory != null && memory.length() >= plan.length) {
      return false;
    }
    close();
    long available = available();
    if (plan.bytes() > available) {
      throw tooLarge(plan, available);
    }
    try {
      memory = Nd4j.createUninitialized(DataType.FLOAT, Math.max(1, plan.length));
    } catch (OutOfMemoryError e) {
      throw tooLarge(plan, available);
    }
    return true;
  }

  INDArray view(long offset, long... shape) {
    if (memory == null) {
      throw new IllegalStateException("nothing reserved");
    }
    return Views.strided(memory, offset, shape, Views.cOrder(shape));
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }

  private static MemoryException tooLarge(Nd4jPlan plan, long available) {
    return new MemoryException(
        ("out of memory: the plan needs %,d MB and %,d MB are free; its largest buffers are%s%n"
                + "Use a smaller input or batch, cut the image into tiles, or free memory")
            .formatted(plan.bytes() / 1_000_000, available / 1_000_000, plan.largest()));
  }

  /** Memory that can be had without swapping. */
  private static long available() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // Not Linux: ask the JVM instead.
    }
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getFreeMemorySize()
        : Long.MAX_VALUE;
  }
}
