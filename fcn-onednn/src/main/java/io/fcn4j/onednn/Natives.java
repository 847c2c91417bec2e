package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_submemory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_get_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import io.fcn4j.core.nd4j.Views;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Native objects of one owner, freed together in reverse order. oneDNN's objects are small and hold
 * no arrays, but for those of {@link #allocate}.
 */
final class Natives implements AutoCloseable {
  private final Deque<Runnable> frees = new ArrayDeque<>();
  private @Nullable dnnl_stream stream;

  /** Makes a primitive descriptor through an out parameter, and returns oneDNN's status. */
  interface Creation {
    int into(dnnl_primitive_desc out, dnnl_primitive_attr attributes);
  }

  dnnl_memory_desc desc(Format format) {
    return desc(format.image().dims(), dnnl_f32, format.layout().tag);
  }

  /** An image in bfloat16. */
  dnnl_memory_desc bf16(Format format) {
    return desc(format.image().dims(), dnnl_bf16, format.layout().tag);
  }

  /** A dense array in c order. */
  dnnl_memory_desc dense(long... dims) {
    return strided(dims, Views.cOrder(dims));
  }

  /** An array in the layout that a primitive likes best. */
  dnnl_memory_desc any(long... dims) {
    return desc(dims, dnnl_f32, dnnl_format_tag_any);
  }

  /** {@link #any} of bfloat16. */
  dnnl_memory_desc anyBf16(long... dims) {
    return desc(dims, dnnl_bf16, dnnl_format_tag_any);
  }

  private dnnl_memory_desc desc(long[] dims, int type, int tag) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(dnnl_memory_desc_create_with_tag(desc, dims.length, dims, type, tag), "an array");
    return own(desc, () -> dnnl_memory_desc_destroy(desc));
  }

  dnnl_memory_desc strided(long[] dims, long... strides) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_with_strides(desc, dims.length, dims, dnnl_f32, strides),
        "an array with strides");
    return own(desc, () -> dnnl_memory_desc_destroy(desc));
  }

  /** A descriptor that outlives the primitive descriptor it comes from. */
  dnnl_memory_desc copy(dnnl_memory_desc original) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(dnnl_memory_desc_clone(desc, original), "an array");
    return own(desc, () -> dnnl_memory_desc_destroy(desc));
  }

  /** A part of an array. */
  dnnl_memory_desc window(dnnl_memory_desc whole, long[] dims, long... offsets) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(dnnl_memory_desc_create_submemory(desc, whole, dims, offsets), "a part of an array");
    return own(desc, () -> dnnl_memory_desc_destroy(desc));
  }

  /** A descriptor of what oneDNN can do; throws if it can't. */
  dnnl_primitive_desc describe(String what, Creation creation) {
    return describe(what, new PostOps(), creation);
  }

  dnnl_primitive_desc describe(String what, PostOps postOps, Creation creation) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(create(desc, creation, postOps), what);
    return own(desc, () -> dnnl_primitive_desc_destroy(desc));
  }

  /** A descriptor, or null if oneDNN can't do that. */
  @Nullable dnnl_primitive_desc tryDescribe(PostOps postOps, Creation creation) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    if (create(desc, creation, postOps) != dnnl_success) {
      return null;
    }
    return own(desc, () -> dnnl_primitive_desc_destroy(desc));
  }

  private static int create(dnnl_primitive_desc out, Creation creation, PostOps postOps) {
    try (postOps) {
      return creation.into(out, postOps.attributes);
    }
  }

  Primitive primitive(dnnl_primitive_desc desc) {
    dnnl_primitive primitive = new dnnl_primitive();
    Dnnl.check(dnnl_primitive_create(primitive, desc), "compiling " + Describe.algorithm(desc));
    own(primitive, () -> dnnl_primitive_destroy(primitive));
    return new Primitive(primitive, stream());
  }

  /** Gives a primitive a scratchpad of its own, for one that is run seldom. */
  void scratchpad(Primitive primitive, dnnl_primitive_desc desc) {
    if (Describe.scratchpad(desc) > 0) {
      primitive.with(DNNL_ARG_SCRATCHPAD, allocate(Describe.array(desc, dnnl_query_scratchpad_md)));
    }
  }

  /** The memory of an array, seen as a descriptor says. */
  dnnl_memory memory(dnnl_memory_desc desc, INDArray array) {
    return memory(desc, array.data().addressPointer());
  }

  /** Memory that is there already, seen as another descriptor says. */
  dnnl_memory memoryOf(dnnl_memory_desc desc, dnnl_memory other) {
    try (PointerPointer<Pointer> handle = new PointerPointer<>(1)) {
      Dnnl.check(dnnl_memory_get_data_handle(other, handle), "memory");
      return memory(desc, handle.get());
    }
  }

  /** Memory of its own. */
  dnnl_memory allocate(dnnl_memory_desc desc) {
    return memory(desc, Allocate.MARK);
  }

  private dnnl_memory memory(dnnl_memory_desc desc, Pointer handle) {
    dnnl_memory memory = new dnnl_memory();
    Dnnl.check(dnnl_memory_create(memory, desc, Dnnl.ENGINE, handle), "memory");
    return own(memory, () -> dnnl_memory_destroy(memory));
  }

  private dnnl_stream stream() {
    if (stream == null) {
      dnnl_stream made = new dnnl_stream();
      Dnnl.check(
          dnnl_stream_create(made, Dnnl.ENGINE, dnnl_stream_default_flags), "creating a stream");
      stream = own(made, () -> dnnl_stream_destroy(made));
    }
    return stream;
  }

  private <T> T own(T object, Runnable free) {
    frees.push(free);
    return object;
  }

  @Override
  public void close() {
    while (!frees.isEmpty()) {
      frees.pop().run();
    }
    stream = null;
  }

  /** The address that asks oneDNN to allocate. */
  private static final class Allocate extends Pointer {
    static final Pointer MARK = new Allocate();

    private Allocate() {
      address = -1;
    }
  }
}
