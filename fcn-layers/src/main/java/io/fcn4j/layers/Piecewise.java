package io.fcn4j.layers;

import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs several steps that work element by element, on pieces of the arrays that stay in a core's
 * cache: faster than whole blobs, and scratch is needed for one piece only.
 */
final class Piecewise {
  private static final long PIECE = 1 << 17;

  /** Makes the steps for the pieces of all arrays that lie at the same place. */
  interface Steps {
    List<Runnable> on(INDArray[] pieces);
  }

  private final Steps steps;
  private @Nullable Bound bound;

  Piecewise(Steps steps) {
    this.steps = steps;
  }

  /** A function: {@code run(y, x)}. */
  static Piecewise of(Pointwise function) {
    return new Piecewise(pieces -> all(function.ops(pieces[1], pieces[0])));
  }

  /** The shape of scratch that holds a piece. */
  static Shape scratch(Shape whole) {
    return Shape.of(Math.min(PIECE, whole.count()));
  }

  static List<Runnable> all(List<Op> ops) {
    List<Runnable> steps = new ArrayList<>();
    ops.forEach(op -> steps.add(() -> Nd4j.exec(op)));
    return steps;
  }

  /** Runs over the first array; others have as many elements, or are scratch. */
  void run(INDArray... arrays) {
    Bound ready = bound;
    if (ready == null || !ready.isTo(arrays)) {
      ready = bind(arrays);
      bound = ready;
    }
    ready.steps.forEach(Runnable::run);
  }

  private Bound bind(INDArray[] arrays) {
    List<Runnable> all = new ArrayList<>();
    long count = arrays[0].length();
    for (long from = 0; from < count; from += PIECE) {
      INDArray[] pieces = new INDArray[arrays.length];
      for (int i = 0; i < pieces.length; i++) {
        long start = arrays[i].length() == count ? from : 0;
        pieces[i] = piece(arrays[i], start, start + Math.min(PIECE, count - from));
      }
      all.addAll(steps.on(pieces));
    }
    return new Bound(all, List.of(arrays));
  }

  private static INDArray piece(INDArray array, long from, long to) {
    return Views.slice(Views.reshape(array, array.length()), 0, from, to);
  }

  private record Bound(List<Runnable> steps, List<INDArray> arrays) {
    boolean isTo(INDArray[] others) {
      for (int i = 0; i < others.length; i++) {
        if (arrays.get(i) != others[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
