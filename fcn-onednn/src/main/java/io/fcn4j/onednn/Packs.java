package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;

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
    private final INDArray source;
    private final dnnl_memory_desc desc;
    private long version;
    private int users = 1;

    private Pack(INDArray source, long version, dnnl_memory_desc wanted, Filling filling) {
      this.source = source;
      this.version = version;
      desc = natives.copy(wanted);
      memory = natives.allocate(wanted);
      filling.fill(source, memory);
    }
  }

  /**
   * The parameter in a layout.
   *
   * @param filling makes it; one layout is always filled in one way
   */
  static synchronized Pack acquire(
      INDArray source, long version, dnnl_memory_desc wanted, Filling filling) {
    for (Pack pack : LIVE) {
      if (pack.source == source
          && pack.version == version
          && dnnl_memory_desc_equal(pack.desc, wanted) == 1) {
        pack.users++;
        return pack;
      }
    }
    Pack pack = new Pack(source, version, wanted, filling);
    LIVE.add(pack);
    return pack;
  }

  /** What a parameter has become: the same memory if nobody else uses it. */
  static synchronized Pack renew(Pack old, long version, Filling filling) {
    if (old.users > 1) {
      Pack renewed = acquire(old.source, version, old.desc, filling);
      release(old);
      return renewed;
    }
    filling.fill(old.source, old.memory);
    old.version = version;
    return old;
  }

  static synchronized void release(Pack pack) {
    pack.users--;
    if (pack.users == 0) {
      LIVE.remove(pack);
      pack.natives.close();
    }
  }
}
