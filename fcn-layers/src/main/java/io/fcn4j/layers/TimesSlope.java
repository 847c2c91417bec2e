package io.fcn4j.layers;

import io.fcn4j.core.KernelContext;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.Shape;
import io.fcn4j.core.Slot;
import io.fcn4j.core.nd4j.NdOp;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code target = source * slope(at)}, element by element; {@code target} may lie in the memory of
 * {@code source}. The gradient of an activation whose slope follows from its top. Runs in pieces
 * that stay in a core's cache, which is faster and needs less scratch than whole blobs.
 */
final class TimesSlope {
  private static final long PIECE = 1 << 17;

  /** The ops that make {@code slope} from {@code at}. */
  interface Slope {
    List<Op> ops(INDArray at, INDArray slope);
  }

  private final Slope slope;
  private final Slot scratch;
  private @Nullable Bound bound;

  private TimesSlope(Slope slope, Slot scratch) {
    this.slope = slope;
    this.scratch = scratch;
  }

  static TimesSlope inForward(KernelContext context, Slope slope) {
    return new TimesSlope(slope, context.scratch(piece(context)));
  }

  static TimesSlope inBackward(KernelContext context, Slope slope) {
    return new TimesSlope(slope, context.backwardScratch(piece(context)));
  }

  private static Shape piece(KernelContext context) {
    return Shape.of(Math.min(PIECE, context.bottom().count()));
  }

  void run(KernelIo io, INDArray target, INDArray source, INDArray at) {
    Bound ready = bound;
    if (ready == null || !ready.isTo(target, source, at)) {
      ready = bind(target, source, at, io.slot(scratch));
      bound = ready;
    }
    ready.steps.forEach(Runnable::run);
  }

  private Bound bind(INDArray target, INDArray source, INDArray at, INDArray slopes) {
    List<Runnable> steps = new ArrayList<>();
    for (long from = 0; from < target.length(); from += PIECE) {
      long to = Math.min(from + PIECE, target.length());
      INDArray piece = piece(slopes, 0, to - from);
      for (Op op : slope.ops(piece(at, from, to), piece)) {
        steps.add(() -> Nd4j.exec(op));
      }
      NdOp multiply = NdOp.named("multiply");
      INDArray product = piece(target, from, to);
      INDArray factor = piece(source, from, to);
      steps.add(() -> multiply.run(product, factor, piece));
    }
    return new Bound(steps, target, source, at);
  }

  private static INDArray piece(INDArray array, long from, long to) {
    return Views.slice(Views.reshape(array, array.length()), 0, from, to);
  }

  private record Bound(List<Runnable> steps, INDArray target, INDArray source, INDArray at) {
    boolean isTo(INDArray otherTarget, INDArray otherSource, INDArray otherAt) {
      return target == otherTarget && source == otherSource && at == otherAt;
    }
  }
}
