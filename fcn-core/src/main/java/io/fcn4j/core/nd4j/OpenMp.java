package io.fcn4j.core.nd4j;

import io.fcn4j.core.FcnException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many threads OpenMP gives to work that the calling thread begins: ND4J's ops and oneDNN,
 * which share one OpenMP. ND4J has this in its native API, which only backends bring.
 */
public final class OpenMp {
  private static final @Nullable OpenMp INSTANCE = find();

  private final Object nativeOps;
  private final Method get;
  private final Method set;

  private OpenMp(Object nativeOps, Method get, Method set) {
    this.nativeOps = nativeOps;
    this.get = get;
    this.set = set;
  }

  private static @Nullable OpenMp find() {
    try {
      Nd4j.getBackend();
      Class<?> holder = Class.forName("org.nd4j.nativeblas.NativeOpsHolder");
      Object ops =
          holder
              .getMethod("getDeviceNativeOps")
              .invoke(holder.getMethod("getInstance").invoke(null));
      Class<?> type = Class.forName("org.nd4j.nativeblas.NativeOps");
      return new OpenMp(
          ops, type.getMethod("ompGetMaxThreads"), type.getMethod("setOmpNumThreads", int.class));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /**
   * Sets the number for the calling thread.
   *
   * @return what it was
   */
  public static int threads(int count) {
    if (INSTANCE == null) {
      throw new FcnException(
          "threads: this ND4J backend tells no number of threads; set OMP_NUM_THREADS before the"
              + " start instead");
    }
    try {
      int before = (int) INSTANCE.get.invoke(INSTANCE.nativeOps);
      INSTANCE.set.invoke(INSTANCE.nativeOps, count);
      return before;
    } catch (ReflectiveOperationException e) {
      throw new FcnException("threads: ND4J refuses to set their number", e);
    }
  }
}
