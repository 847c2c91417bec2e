package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;

import io.fcn4j.core.KernelParams;
import io.fcn4j.core.ParamHandle;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameters in the layouts of primitives, each made once for all kernels of all sessions that want
 * the same of the same array, and freed with the last of them.
 */
final class Packs {
  private static final List<Pack> LIVE = new ArrayList<>();

  private Packs() {}

  /** How a parameter is brought into a layout. */
  @FunctionalInterface
  interface Filling {
    void fill(INDArray source, dnnl_memory target);
  }

  /** One parameter in one layout. */
  static final class Pack {
    final dnnl_memory memory;
    private final Natives natives = new Natives();
    private final Object identity;
    private final dnnl_memory_desc desc;
    private long version;
    private int users = 1;

    private Pack(KernelParams params, int param, dnnl_memory_desc wanted, Filling filling) {
      identity = params.paramHandle(param).identity();
      version = params.paramHandle(param).version();
      desc = natives.copy(wanted);
      memory = natives.allocate(wanted);
      filling.fill(params.param(param), memory);
    }
  }

  /**
   * A parameter in a layout.
   *
   * @param filling makes it; one layout is always filled in one way
   */
  static synchronized Pack acquire(
      KernelParams params, int param, dnnl_memory_desc wanted, Filling filling) {
    ParamHandle handle = params.paramHandle(param);
    for (Pack pack : LIVE) {
      if (pack.identity == handle.identity()
          && pack.version == handle.version()
          && dnnl_memory_desc_equal(pack.desc, wanted) == 1) {
        pack.users++;
        return pack;
      }
    }
    Pack pack = new Pack(params, param, wanted, filling);
    LIVE.add(pack);
    return pack;
  }

  /** What a parameter has become: in the same memory if nobody else uses it. */
  static synchronized Pack renew(Pack old, KernelParams params, int param, Filling filling) {
    if (old.users > 1) {
      Pack renewed = acquire(params, param, old.desc, filling);
      release(old);
      return renewed;
    }
    filling.fill(params.param(param), old.memory);
    old.version = params.paramHandle(param).version();
    return old;
  }

  /** Counts another user. */
  static synchronized Pack retain(Pack pack) {
    pack.users++;
    return pack;
  }

  static synchronized void release(Pack pack) {
    pack.users--;
    if (pack.users == 0) {
      LIVE.remove(pack);
      pack.natives.close();
    }
  }
}
