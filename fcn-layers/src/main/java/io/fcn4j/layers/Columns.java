package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Gemm;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of a convolution as Caffe makes them: what each window sees of an image becomes a
 * column of a matrix (im2col), and then for every part, which is one group of one image,
 *
 * <pre>
 * map = weights columns,   columns = weights^T map,   weightDiff += map columns^T
 * </pre>
 *
 * where the map has a cell per window. All memory beyond the blobs is one part's columns.
 */
final class Columns {
  /** An image of so few channels fills no vector of the kernels behind ND4J's ops. */
  private static final int FEW_CHANNELS = 4;

  /** Cuts arrays that the window slides over. */
  final Views.Of<INDArray[]> images;

  /** Cuts arrays with a cell per window. */
  final Views.Of<INDArray[]> maps;

  /** Cuts weights, by groups: part p of images and maps is of group p modulo their number. */
  final Views.Of<INDArray[]> weights;

  private final boolean pointwise;
  private final Slot columns;
  private final Unrolling unrolling;
  private final NdOp toMap = Gemm.of(false, false, 0);
  private final NdOp toColumns = Gemm.of(true, false, 0);
  private final NdOp toWeightDiff = Gemm.of(false, true, 1);

  Columns(KernelContext c, Window window, int group, Shape image, Shape map) {
    long channels = image.c() / group;
    long rows = channels * window.area();
    Shape matrix = Shape.of(rows, map.count(2));
    pointwise = isPointwise(window);
    maps = Cuts.consecutive(map.c() / group, map.count(2));
    weights = Cuts.consecutive(map.c() / group, rows);
    images = Cuts.consecutive(channels, image.count(2));
    columns = pointwise ? new Slot(matrix) : c.scratch(matrix);
    unrolling = new Unrolling(window, channels, image, map);
  }

  /**
   * Whether this is better than {@link ConvOps}: where the image is its own columns, for dilation,
   * which oneDNN refuses as ND4J asks for it, for few channels, and for weights that are bigger
   * than the columns, as those ops make copies of the weights at every call.
   */
  static boolean suit(Window window, int group, Shape image, Shape map) {
    return isPointwise(window)
        || window.isDilated()
        || image.c() / group <= FEW_CHANNELS
        || map.c() / group > map.count(2);
  }

  private static boolean isPointwise(Window window) {
    return window.equals(Window.CELL);
  }

  /** The columns of an image, valid until the next call. */
  INDArray of(KernelIo io, INDArray image) {
    if (pointwise) {
      return image;
    }
    INDArray slot = io.slot(columns);
    unrolling.unroll(slot, image);
    return slot;
  }

  /** Every cell of the map takes what its window sees, by the weights. */
  void gather(INDArray weights, INDArray columns, INDArray map) {
    toMap.run(map, weights, columns);
  }

  /** Every cell of the map gives to what its window sees, by the weights. */
  void scatter(KernelIo io, INDArray weights, INDArray map, INDArray image) {
    if (pointwise) {
      toColumns.run(image, weights, map);
      return;
    }
    INDArray slot = io.slot(columns);
    toColumns.run(slot, weights, map);
    unrolling.fold(image, slot);
  }

  void addWeightDiff(INDArray map, INDArray columns, INDArray weightDiff) {
    toWeightDiff.run(weightDiff, map, columns);
  }
}
