package io.fcn4j.core.program;

import io.fcn4j.core.MemoryException;
import io.fcn4j.core.nd4j.SystemMemory;
import io.fcn4j.core.nd4j.Views;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The one piece of memory of a session, shared by its plans, as large as the largest of them. */
final class Arena implements AutoCloseable {
  /** Elements to move the start by, at most, so that it lies at a cache line. */
  private static final long ALIGNMENT = 16;

  private @Nullable INDArray memory;
  private long start;

  /** Refuses a plan that can't have room, before anything is taken for it. */
  void require(ProgramPlan plan) {
    if (fits(plan)) {
      return;
    }
    OptionalLong available = SystemMemory.free();
    if (available.isPresent() && plan.bytes() > available.getAsLong() + own() * Float.BYTES) {
      throw tooLarge(plan, "%,d MB are free".formatted(available.getAsLong() / 1_000_000));
    }
  }

  private boolean fits(ProgramPlan plan) {
    return memory != null && own() >= plan.length;
  }

  private long own() {
    return memory == null ? 0 : memory.length() - ALIGNMENT;
  }

  /**
   * Makes room for a plan.
   *
   * @param beforeMove called before the memory goes, and all views of it with it
   */
  void reserve(ProgramPlan plan, Runnable beforeMove) {
    if (fits(plan)) {
      return;
    }
    beforeMove.run();
    close();
    try {
      memory = Nd4j.createUninitialized(DataType.FLOAT, plan.length + ALIGNMENT);
    } catch (OutOfMemoryError e) {
      throw tooLarge(plan, "the system gives less");
    }
    start = Math.floorMod(-(memory.data().address() / Float.BYTES), ALIGNMENT);
  }

  INDArray view(long offset, long... shape) {
    if (memory == null) {
      throw new IllegalStateException("nothing reserved");
    }
    return Views.strided(memory, start + offset, shape, Views.cOrder(shape));
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }

  private static MemoryException tooLarge(ProgramPlan plan, String found) {
    return new MemoryException(
        ("out of memory: the plan needs %,d MB and %s; its largest buffers are%s%n"
                + "Use a smaller input or batch, cut the image into tiles, or free memory")
            .formatted(plan.bytes() / 1_000_000, found, plan.largest()));
  }
}
