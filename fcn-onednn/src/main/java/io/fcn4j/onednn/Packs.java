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

  /** One parameter in one layout. */
  static final class Pack {
    final dnnl_memory memory;
    private final Natives natives = new Natives();
    private final INDArray source;
    private final dnnl_memory_desc desc;
    private long version;
    private int users = 1;

    private Pack(INDArray source, long version, dnnl_memory_desc wanted, dnnl_memory_desc plain) {
      this.source = source;
      this.version = version;
      desc = natives.copy(wanted);
      memory = natives.allocate(wanted);
      Reorders.once(plain, source, wanted, memory);
    }
  }

  /**
   * The parameter in a layout.
   *
   * @param plain how it lies in its array
   */
  static synchronized Pack acquire(
      INDArray source, long version, dnnl_memory_desc plain, dnnl_memory_desc wanted) {
    for (Pack pack : LIVE) {
      if (pack.source == source
          && pack.version == version
          && dnnl_memory_desc_equal(pack.desc, wanted) == 1) {
        pack.users++;
        return pack;
      }
    }
    Pack pack = new Pack(source, version, wanted, plain);
    LIVE.add(pack);
    return pack;
  }

  /** What a parameter has become: the same memory if nobody else uses it. */
  static synchronized Pack renew(Pack old, long version, dnnl_memory_desc plain) {
    if (old.users > 1) {
      release(old);
      return acquire(old.source, version, plain, old.desc);
    }
    Reorders.once(plain, old.source, old.desc, old.memory);
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
