package io.fcn4j.onednn;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution by products of matrices, one image after another: weights O x K, columns K x P of
 * what each window sees, top O x P.
 */
final class MatrixKernel extends DnnKernel {
  private static final int WEIGHTS = 0;
  private static final int BIAS = 1;

  private final Shape image;
  private final Shape target;
  private final Unrolling unrolling;
  private final long outputs;
  private final long rows;
  private final long cells;
  private final boolean bias;

  /** The columns of an image; null if the image is its own. */
  private final @Nullable Slot columns;

  /** A factor of one for every cell. */
  private final Slot ones;

  MatrixKernel(DnnMatrixConvolution convolution, KernelContext c) {
    image = convolution.in().image();
    target = convolution.out().image();
    unrolling = new Unrolling(natives, convolution.layer().window(), image, target);
    outputs = target.c();
    cells = target.h() * target.w();
    rows = unrolling.rows();
    bias = convolution.layer().weights().bias();
    columns = unrolling.isTrivial() ? null : c.scratch(Shape.of(rows, cells));
    ones = c.scratch(Shape.of(cells));
  }

  @Override
  Consumer<KernelIo> bindForward(KernelIo io) {
    List<Runnable> parts = new ArrayList<>();
    INDArray one = io.slot(ones);
    for (long n = 0; n < image.n(); n++) {
      INDArray top = part(io.top(), n);
      INDArray seen = columns(io.bottom(), n, io, parts);
      if (bias) {
        Product sums = Product.of(io.param(BIAS), one, top).sizes(outputs, cells, 1);
        parts.add(() -> sums.run(0));
      }
      Product product = Product.of(io.param(WEIGHTS), seen, top).sizes(outputs, cells, rows);
      parts.add(() -> product.run(bias ? 1 : 0));
    }
    return now -> {
      one.assign(1f);
      parts.forEach(Runnable::run);
    };
  }

  @Override
  Consumer<KernelIo> bindBackward(KernelIo io) {
    List<Consumer<KernelIo>> parts = new ArrayList<>();
    INDArray one = io.slot(ones);
    for (long n = 0; n < image.n(); n++) {
      boolean first = n == 0;
      INDArray topDiff = part(io.topDiff(), n);
      if (bias && io.wantsParamDiff(BIAS)) {
        Product sums = Product.of(topDiff, one, io.paramDiff(BIAS)).sizes(outputs, 1, cells);
        parts.add(now -> sums.run(first && now.isFirstDiff(BIAS) ? 0 : 1));
      }
      if (io.wantsParamDiff(WEIGHTS)) {
        List<Runnable> gathering = new ArrayList<>();
        INDArray seen = columns(io.bottom(), n, io, gathering);
        Product product =
            Product.of(topDiff, seen, io.paramDiff(WEIGHTS))
                .sizes(outputs, rows, cells)
                .transposed(false, true);
        parts.add(
            now -> {
              gathering.forEach(Runnable::run);
              product.run(first && now.isFirstDiff(WEIGHTS) ? 0 : 1);
            });
      }
      if (io.wantsBottomDiff(0)) {
        parts.add(bindData(part(io.bottomDiff(), n), topDiff, io));
      }
    }
    return now -> {
      one.assign(1f);
      parts.forEach(part -> part.accept(now));
    };
  }

  private Consumer<KernelIo> bindData(INDArray bottomDiff, INDArray topDiff, KernelIo io) {
    INDArray made = columns == null ? bottomDiff : io.slot(columns);
    Product product =
        Product.of(io.param(WEIGHTS), topDiff, made)
            .sizes(rows, cells, outputs)
            .transposed(true, false);
    Runnable folding = columns == null ? () -> {} : unrolling.fold(made, bottomDiff);
    return now -> {
      product.run(0);
      folding.run();
    };
  }

  /** The columns of an image, with what has to be run first. */
  private INDArray columns(INDArray bottom, long n, KernelIo io, List<Runnable> before) {
    INDArray one = part(bottom, n);
    if (columns == null) {
      return one;
    }
    INDArray seen = io.slot(columns);
    before.add(unrolling.unroll(one, seen));
    return seen;
  }

  /** One image of a batch. */
  private static INDArray part(INDArray batch, long n) {
    return Views.slice(batch, 0, n, n + 1);
  }

  @Override
  public boolean overwritesFirstDiffs() {
    return true;
  }

  @Override
  public String algorithm() {
    return "gemm";
  }
}
