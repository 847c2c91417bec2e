package io.fcn4j.core.program;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Param;
import io.fcn4j.core.Params;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.nd4j.Views;
import io.fcn4j.core.solver.UpdateRule;
import io.fcn4j.core.solver.UpdateStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Applies update rules, a piece of a parameter at a time, so that the few passes that a rule needs
 * stay in the cache and no temporary array is larger than a piece.
 */
final class Updater implements AutoCloseable {
  private static final long PIECE = 1 << 16;

  private final Params params;
  private final Gradients gradients;
  private final Map<String, INDArray> history = new LinkedHashMap<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final INDArray temporary = Nd4j.createUninitialized(DataType.FLOAT, PIECE);
  private @Nullable String ruleType;
  private int known;

  /** A part of a parameter, its gradient and its history, and memory for one intermediate. */
  record Piece(Param param, INDArray w, INDArray g, List<INDArray> h, INDArray t) {}

  Updater(Params params, Gradients gradients) {
    this.params = params;
    this.gradients = gradients;
  }

  void apply(UpdateStep step) {
    prepare(step.rule());
    gradients.settle();
    double scale = clip(step) / step.accumulated();
    for (Piece piece : pieces) {
      double rate = step.rate() * piece.param.mults().lr();
      if (piece.param.isLearned()) {
        regularise(piece, step, scale);
        UpdateKernels.run(step, rate, piece);
      }
    }
    gradients.clear();
  }

  /** The factor that limits the norm of all gradients together. */
  private double clip(UpdateStep step) {
    if (step.clip() <= 0) {
      return 1;
    }
    double squares = 0;
    for (Piece piece : pieces) {
      squares += Nd4j.getBlasWrapper().dot(piece.g, piece.g);
    }
    double norm = Math.sqrt(squares);
    return norm > step.clip() ? step.clip() / norm : 1;
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

  private void prepare(UpdateRule rule) {
    if (ruleType != null && !ruleType.equals(rule.type())) {
      throw new FcnException(
          "update: the rule was %s and now is %s, which can't go on from its history; open another"
                  .formatted(ruleType, rule.type())
              + " session");
    }
    if (ruleType != null && known == gradients.count()) {
      return;
    }
    if (gradients.count() == 0) {
      throw new FcnException("update: there are no gradients; run backward first");
    }
    // Without a gradient, weights still decay, as in Caffe.
    params.all().stream().filter(Param::isLearned).forEach(param -> gradients.array(param.key()));
    int count = rule.histories();
    ruleType = rule.type();
    known = gradients.count();
    pieces.clear();
    List<Param> learned = params.all().stream().filter(p -> gradients.contains(p.key())).toList();
    for (int i = 0; i < count; i++) {
      for (Param param : learned) {
        history.computeIfAbsent(
            historyKey(i, param), k -> Nd4j.create(DataType.FLOAT, param.shape().dims()));
      }
    }
    for (Param param : learned) {
      INDArray gradient = gradients.array(param.key());
      for (long from = 0; from < param.shape().count(); from += PIECE) {
        long start = from;
        long length = Math.min(PIECE, param.shape().count() - from);
        List<INDArray> h =
            LongStream.range(0, count)
                .mapToObj(i -> part(historyOf((int) i, param), start, length))
                .toList();
        pieces.add(
            new Piece(
                param,
                part(param.array(), from, length),
                part(gradient, from, length),
                h,
                part(temporary, 0, length)));
      }
    }
  }

  private static INDArray part(INDArray array, long from, long length) {
    return Views.strided(array, from, new long[] {length}, new long[] {1});
  }

  private INDArray historyOf(int i, Param param) {
    INDArray array = history.get(historyKey(i, param));
    if (array == null) {
      throw new IllegalStateException("no history for " + param);
    }
    return array;
  }

  private static String historyKey(int i, Param param) {
    return i + ":" + param.key();
  }

  Map<String, INDArray> history() {
    return new LinkedHashMap<>(history);
  }

  /** Parameters with a history go on moving, even before a batch has reached them again. */
  void restore(Map<String, INDArray> saved) {
    saved.forEach(this::check);
    clearHistory();
    saved.forEach(
        (key, array) -> {
          history.put(key, Nd4j.create(DataType.FLOAT, array.shape()).assign(array));
          gradients.array(paramKey(key));
        });
    ruleType = null;
  }

  private void check(String key, INDArray array) {
    String param = paramKey(key);
    if (!params.contains(param)) {
      throw new FcnException(
          "history '%s': the net has no parameter '%s'; it is that of another net"
              .formatted(key, param));
    }
    Shape expected = params.get(param).shape();
    if (!Shape.of(array.shape()).equals(expected)) {
      throw new ShapeException(
          "history '%s': found %s, expected %s as its parameter; it is that of another net"
              .formatted(key, Shape.of(array.shape()), expected));
    }
  }

  private static String paramKey(String historyKey) {
    return historyKey.substring(historyKey.indexOf(':') + 1);
  }

  private void clearHistory() {
    pieces.clear();
    history.values().forEach(INDArray::close);
    history.clear();
  }

  @Override
  public void close() {
    temporary.close();
    clearHistory();
  }
}
