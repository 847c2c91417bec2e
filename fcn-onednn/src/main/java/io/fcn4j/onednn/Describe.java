package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** What primitive descriptors tell. */
final class Describe {
  private Describe() {}

  /** oneDNN's name of the implementation, such as {@code jit:avx512_core}. */
  static String algorithm(dnnl_primitive_desc desc) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      Dnnl.check(dnnl_primitive_desc_query(desc, dnnl_query_impl_info_str, 0, text), "its name");
      return text.get(BytePointer.class).getString();
    }
  }

  /** Whether it is the naive implementation that oneDNN falls back to. */
  static boolean isReference(dnnl_primitive_desc desc) {
    String name = algorithm(desc);
    return name.startsWith("ref") || name.startsWith("simple_nchw");
  }

  /** The array that it wants or makes; owned by the descriptor. */
  static dnnl_memory_desc array(dnnl_primitive_desc desc, int what) {
    return dnnl_primitive_desc_query_md(desc, what, 0);
  }

  /** The floats that it needs as scratchpad. */
  static long scratchpad(dnnl_primitive_desc desc) {
    return floats(array(desc, dnnl_query_scratchpad_md));
  }

  /** The floats that hold an array of any type. */
  static long floats(dnnl_memory_desc desc) {
    return (dnnl_memory_desc_get_size(desc) + Float.BYTES - 1) / Float.BYTES;
  }
}
