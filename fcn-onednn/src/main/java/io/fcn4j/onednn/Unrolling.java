package io.fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import io.fcn4j.layers.Window;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory;
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
  private final long channels;
  private final long rowLength;
  private final long cells;

  /** All places at once, as one cell of the window sees them, in an image and in the columns. */
  private final dnnl_memory_desc inImage;

  private final dnnl_memory_desc inColumns;

  Unrolling(Natives natives, Window window, Shape image, Shape target) {
    this.natives = natives;
    width = window.x().kernel();
    taps = window.y().kernel() * width;
    channels = image.c();
    rowLength = image.w();
    cells = target.h() * target.w();
    long[] seen = {channels, target.h(), target.w()};
    inImage = natives.strided(seen, image.h() * image.w(), image.w(), 1);
    inColumns = natives.strided(seen, taps * cells, target.w(), 1);
  }

  /** Whether the image is its own columns. */
  boolean isTrivial() {
    return taps == 1;
  }

  /** Of the matrix: a row for each channel and cell of the window. */
  long rows() {
    return channels * taps;
  }

  /** Copies from one image into the columns. */
  Runnable unroll(INDArray from, INDArray columns) {
    List<dnnl_memory> seen = ofImage(from);
    List<dnnl_memory> rows = ofColumns(columns);
    List<Primitive> copies = each(Reorders.copy(natives, inImage, inColumns), seen, rows);
    return () -> copies.forEach(Primitive::run);
  }

  /** Adds up columns into an image. */
  Runnable fold(INDArray columns, INDArray to) {
    List<dnnl_memory> rows = ofColumns(columns);
    List<dnnl_memory> seen = ofImage(to);
    List<Primitive> sums = each(Reorders.add(natives, inColumns, inImage), rows, seen);
    return () -> {
      DnnKernel.clear(to);
      sums.forEach(Primitive::run);
    };
  }

  /** A primitive for each cell of the window. */
  private List<Primitive> each(
      dnnl_primitive_desc desc, List<dnnl_memory> from, List<dnnl_memory> to) {
    return IntStream.range(0, taps)
        .mapToObj(
            tap ->
                natives
                    .primitive(desc)
                    .with(DNNL_ARG_FROM, from.get(tap))
                    .with(DNNL_ARG_TO, to.get(tap)))
        .toList();
  }

  /** What each cell of the window sees of an image. */
  private List<dnnl_memory> ofImage(INDArray image) {
    return memories(inImage, image, tap -> tap / width * rowLength + tap % width);
  }

  /** What it makes of the columns. */
  private List<dnnl_memory> ofColumns(INDArray columns) {
    return memories(inColumns, columns, tap -> tap * cells);
  }

  private List<dnnl_memory> memories(
      dnnl_memory_desc desc, INDArray array, IntToLongFunction offset) {
    return IntStream.range(0, taps)
        .mapToObj(tap -> natives.memory(desc, from(array, offset.applyAsLong(tap))))
        .toList();
  }

  private static INDArray from(INDArray array, long offset) {
    return Views.strided(array, offset, new long[] {1}, new long[] {1});
  }
}
