package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd8b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acdb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;

import io.fcn4j.core.Shape;

/** In which order the elements of an image N x C x H x W lie in memory. */
enum Layout {
  /** N C H W, as everywhere outside. */
  PLAIN(dnnl_abcd),
  /** N C/16 H W 16 (8 without AVX-512), missing channels being zero: a cell is a register. */
  BLOCKED(Isa.has(dnnl_cpu_isa_avx512_core) ? dnnl_aBcd16b : dnnl_aBcd8b),
  /** N H W C: all channels of a cell side by side. */
  CHANNELS_LAST(dnnl_acdb);

  static final int BLOCK = Isa.has(dnnl_cpu_isa_avx512_core) ? 16 : 8;

  /** oneDNN's format tag. */
  final int tag;

  Layout(int tag) {
    this.tag = tag;
  }

  /** The shape of the array that holds an image of that shape. */
  Shape storage(Shape image) {
    return switch (this) {
      case PLAIN -> image;
      case BLOCKED ->
          Shape.of(image.n(), (image.c() + BLOCK - 1) / BLOCK, image.h(), image.w(), BLOCK);
      case CHANNELS_LAST -> Shape.of(image.n(), image.h(), image.w(), image.c());
    };
  }
}
