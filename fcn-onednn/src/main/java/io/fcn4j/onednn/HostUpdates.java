package io.fcn4j.onednn;

import io.fcn4j.core.Param;
import io.fcn4j.core.program.Updates;
import io.fcn4j.core.solver.UpdateStep;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Updates in one pass over memory, by all cores: pieces of parameters are independent. */
final class HostUpdates implements Updates {
  private static final long PIECE = 1 << 16;
  private final boolean parallel;

  /**
   * @param threads 1 for the calling thread alone
   */
  HostUpdates(int threads) {
    parallel = threads != 1;
  }

  /** A part of a parameter, its gradient and its history. */
  record Piece(Param param, FloatBuffer w, FloatBuffer g, List<FloatBuffer> h) {}

  @Override
  public Run over(List<Target> targets) {
    List<Piece> pieces = new ArrayList<>();
    for (Target target : targets) {
      long count = target.param().shape().count();
      for (long from = 0; from < count; from += PIECE) {
        pieces.add(piece(target, from, Math.min(PIECE, count - from)));
      }
    }
    return new Pieces(pieces, parallel);
  }

  private static Piece piece(Target target, long from, long length) {
    return new Piece(
        target.param(),
        part(target.param().array(), from, length),
        part(target.gradient(), from, length),
        target.history().stream().map(h -> part(h, from, length)).toList());
  }

  private static FloatBuffer part(INDArray array, long from, long length) {
    return new FloatPointer(array.data().addressPointer())
        .position(from)
        .limit(from + length)
        .asBuffer();
  }

  private record Pieces(List<Piece> pieces, boolean parallel) implements Run {
    private Stream<Piece> all() {
      return parallel ? pieces.parallelStream() : pieces.stream();
    }

    @Override
    public double squares() {
      return all().mapToDouble(piece -> squares(piece.g)).sum();
    }

    private static double squares(FloatBuffer g) {
      double sum = 0;
      for (int i = 0; i < g.limit(); i++) {
        sum += (double) g.get(i) * g.get(i);
      }
      return sum;
    }

    @Override
    public void apply(UpdateStep step, double scale) {
      all()
          .filter(piece -> piece.param.isLearned())
          .forEach(piece -> HostRules.run(step, scale, piece));
    }
  }
}
