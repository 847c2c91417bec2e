package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;

import io.fcn4j.core.KernelIo;
import io.fcn4j.core.KernelParams;
import io.fcn4j.core.ParamHandle;
import io.fcn4j.core.Slot;
import io.fcn4j.onednn.Packs.Pack;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as a primitive's argument, in the layout that the primitive wants. What is learned
 * changes at every step, so it is packed into memory of the arena at every run; the rest is packed
 * once and kept.
 */
final class PackedParam implements AutoCloseable {
  private final Natives natives;
  private final int index;
  private final @Nullable dnnl_memory_desc plain;
  private final Packs.Filling filling;
  private final dnnl_memory_desc wanted;
  private final @Nullable Slot room;
  private @Nullable Primitive packing;
  private @Nullable Pack pack;
  private @Nullable ParamHandle handle;
  private final boolean lasting;
  private long version;

  /**
   * A parameter that is copied into another layout.
   *
   * @param index the parameter's
   * @param plain how it lies in its array
   * @param room where to pack it at every run; null to pack it when it has changed
   * @param lasting whether inputs of all sizes want that layout
   */
  PackedParam(
      Natives natives,
      int index,
      dnnl_memory_desc plain,
      dnnl_memory_desc wanted,
      @Nullable Slot room,
      boolean lasting) {
    this.natives = natives;
    this.index = index;
    this.plain = plain;
    this.wanted = wanted;
    this.room = room;
    this.lasting = lasting;
    filling = (source, target) -> Reorders.once(plain, source, wanted, target);
  }

  /** A parameter that is transformed when it has changed. */
  PackedParam(Natives natives, int index, dnnl_memory_desc wanted, Packs.Filling filling) {
    this.natives = natives;
    this.index = index;
    this.plain = null;
    this.wanted = wanted;
    this.room = null;
    this.lasting = true;
    this.filling = filling;
  }

  /** Makes it an argument of a primitive. */
  void bind(Primitive primitive, int argument, KernelIo io) {
    if (plain != null && isPlain()) {
      primitive.with(argument, natives.memory(plain, io.param(index)));
    } else if (plain != null && room != null) {
      dnnl_memory packed = natives.memory(wanted, io.slot(room));
      dnnl_primitive_desc reorder = Reorders.copy(natives, plain, wanted);
      packing =
          natives
              .primitive(reorder)
              .with(DNNL_ARG_FROM, natives.memory(plain, io.param(index)))
              .with(DNNL_ARG_TO, packed);
      natives.scratchpad(packing, reorder);
      primitive.with(argument, packed);
    } else {
      prepare(io);
      primitive.with(argument, Objects.requireNonNull(pack).memory);
    }
  }

  /** Packs it before its first use, if it is one that is kept. */
  void prepare(KernelParams params) {
    if (pack == null && room == null && !isPlain()) {
      handle = params.paramHandle(index);
      pack = Packs.acquire(params, index, wanted, filling);
      version = handle.version();
      if (lasting) {
        Pack taken = Packs.retain(pack);
        handle.replacedUntil(() -> Packs.release(taken));
      }
    }
  }

  private boolean isPlain() {
    return plain != null && dnnl_memory_desc_equal(plain, wanted) == 1;
  }

  /** Brings it up to date before the primitive runs. */
  void refresh(Primitive primitive, int argument, KernelIo io) {
    if (packing != null) {
      packing.run();
    } else if (pack != null && handle != null && version != handle.version()) {
      pack = Packs.renew(pack, io, index, filling);
      version = handle.version();
      primitive.with(argument, pack.memory);
    }
  }

  @Override
  public void close() {
    if (pack != null) {
      Packs.release(pack);
      pack = null;
    }
  }
}
