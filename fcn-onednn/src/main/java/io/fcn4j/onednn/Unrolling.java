package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import io.fcn4j.layers.Window;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What each place of a sliding window of stride 1 sees of an image, as columns of a matrix: Caffe's
 * im2col, by one copy for each cell of the window.
 */
final class Unrolling {
  private final Natives natives;

  /** Cells of the window. */
  private final int taps;

  private final int width;
  private final Shape image;

  /** All places at once, as one cell of the window sees them: C x rows x columns. */
  private final long[] seen;

  private final long cells;

  Unrolling(Natives natives, Window window, Shape image, Shape target) {
    this.natives = natives;
    this.image = image;
    width = window.x().kernel();
    taps = window.y().kernel() * width;
    seen = new long[] {image.c(), target.h(), target.w()};
    cells = target.h() * target.w();
  }

  /** Whether the image is its own columns. */
  boolean isTrivial() {
    return taps == 1;
  }

  /** Of the matrix: a row for each channel and cell of the window. */
  long rows() {
    return image.c() * taps;
  }

  /** Copies from one image into the columns. */
  Runnable unroll(INDArray from, INDArray columns) {
    dnnl_primitive_desc copy = Reorders.copy(natives, inImage(), inColumns());
    List<Primitive> copies = new ArrayList<>();
    for (int tap = 0; tap < taps; tap++) {
      copies.add(
          natives
              .primitive(copy)
              .with(DNNL_ARG_FROM, natives.memory(inImage(), ofImage(from, tap)))
              .with(DNNL_ARG_TO, natives.memory(inColumns(), ofColumns(columns, tap))));
    }
    return () -> copies.forEach(Primitive::run);
  }

  /** Adds up columns into an image. */
  Runnable fold(INDArray columns, INDArray to) {
    dnnl_primitive_desc add = Reorders.add(natives, inColumns(), inImage());
    List<Primitive> adds = new ArrayList<>();
    for (int tap = 0; tap < taps; tap++) {
      adds.add(
          natives
              .primitive(add)
              .with(DNNL_ARG_FROM, natives.memory(inColumns(), ofColumns(columns, tap)))
              .with(DNNL_ARG_TO, natives.memory(inImage(), ofImage(to, tap))));
    }
    return () -> {
      DnnKernel.clear(to);
      adds.forEach(Primitive::run);
    };
  }

  private dnnl_memory_desc inImage() {
    return natives.strided(seen, image.h() * image.w(), image.w(), 1);
  }

  private dnnl_memory_desc inColumns() {
    return natives.strided(seen, taps * cells, seen[2], 1);
  }

  /** From the cell on that a cell of the window sees first. */
  private INDArray ofImage(INDArray array, int tap) {
    return from(array, tap / width * image.w() + tap % width);
  }

  private INDArray ofColumns(INDArray array, int tap) {
    return from(array, tap * cells);
  }

  private static INDArray from(INDArray array, long offset) {
    return Views.strided(array, offset, new long[] {1}, new long[] {1});
  }
}
