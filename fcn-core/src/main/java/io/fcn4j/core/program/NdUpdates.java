package io.fcn4j.core.program;

import io.fcn4j.core.Param;
import io.fcn4j.core.nd4j.Views;
import io.fcn4j.core.solver.UpdateStep;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Updates by ND4J ops, a piece of a parameter at a time, so that the few passes that a rule needs
 * stay in the cache and no temporary array is larger than a piece.
 */
final class NdUpdates implements Updates {
  private static final long PIECE = 1 << 16;

  /** A part of a parameter, its gradient and its history, and memory for one intermediate. */
  record Piece(Param param, INDArray w, INDArray g, List<INDArray> h, INDArray t) {}

  @Override
  public Run over(List<Target> targets) {
    return new Pieces(targets);
  }

  private static final class Pieces implements Run {
    private final List<Piece> pieces = new ArrayList<>();
    private final INDArray temporary = Nd4j.createUninitialized(DataType.FLOAT, PIECE);

    Pieces(List<Target> targets) {
      for (Target target : targets) {
        long count = target.param().shape().count();
        for (long from = 0; from < count; from += PIECE) {
          add(target, from, Math.min(PIECE, count - from));
        }
      }
    }

    private void add(Target target, long from, long length) {
      pieces.add(
          new Piece(
              target.param(),
              part(target.param().array(), from, length),
              part(target.gradient(), from, length),
              target.history().stream().map(h -> part(h, from, length)).toList(),
              part(temporary, 0, length)));
    }

    private static INDArray part(INDArray array, long from, long length) {
      return Views.strided(array, from, new long[] {length}, new long[] {1});
    }

    @Override
    public double squares() {
      double squares = 0;
      for (Piece piece : pieces) {
        squares += Nd4j.getBlasWrapper().dot(piece.g, piece.g);
      }
      return squares;
    }

    @Override
    public void apply(UpdateStep step, double scale) {
      for (Piece piece : pieces) {
        if (piece.param.isLearned()) {
          regularise(piece, step, scale);
          UpdateKernels.run(step, step.rate() * piece.param.mults().lr(), piece);
        }
      }
    }

    private static void regularise(Piece piece, UpdateStep step, double scale) {
      if (scale != 1) {
        piece.g.muli(scale);
      }
      double decay = step.weightDecay() * piece.param.mults().decay();
      if (decay != 0 && step.l1()) {
        UpdateKernels.sign(piece.w, piece.t);
        UpdateKernels.axpy(decay, piece.t, piece.g);
      } else if (decay != 0) {
        UpdateKernels.axpy(decay, piece.w, piece.g);
      }
    }

    @Override
    public void close() {
      temporary.close();
    }
  }
}
