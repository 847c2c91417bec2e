package io.fcn4j.core.program;

import io.fcn4j.core.FcnException;
import io.fcn4j.core.Param;
import io.fcn4j.core.Params;
import io.fcn4j.core.Shape;
import io.fcn4j.core.ShapeException;
import io.fcn4j.core.solver.UpdateRule;
import io.fcn4j.core.solver.UpdateStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Applies update rules to the parameters of a session, and keeps their history. */
final class Updater implements AutoCloseable {
  private final Params params;
  private final Gradients gradients;
  private final Updates updates;
  private final Map<String, INDArray> history = new LinkedHashMap<>();
  private Updates.@Nullable Run run;
  private @Nullable String ruleType;
  private int known;

  Updater(Params params, Gradients gradients, Updates updates) {
    this.params = params;
    this.gradients = gradients;
    this.updates = updates;
  }

  void apply(UpdateStep step) {
    Updates.Run prepared = prepare(step.rule());
    gradients.settle();
    prepared.apply(step, clip(prepared, step) / step.accumulated());
    gradients.clear();
  }

  /** The factor that limits the norm of all gradients together. */
  private static double clip(Updates.Run run, UpdateStep step) {
    if (step.clip() <= 0) {
      return 1;
    }
    double norm = Math.sqrt(run.squares());
    return norm > step.clip() ? step.clip() / norm : 1;
  }

  private Updates.Run prepare(UpdateRule rule) {
    if (ruleType != null && !ruleType.equals(rule.type())) {
      throw new FcnException(
          "update: the rule was %s and now is %s, which can't go on from its history; open another"
                  .formatted(ruleType, rule.type())
              + " session");
    }
    if (run != null && known == gradients.count()) {
      return run;
    }
    if (gradients.count() == 0) {
      throw new FcnException("update: there are no gradients; run backward first");
    }
    // Without a gradient, weights still decay, as in Caffe.
    params.all().stream().filter(Param::isLearned).forEach(param -> gradients.array(param.key()));
    int count = rule.histories();
    List<Param> learned = params.all().stream().filter(p -> gradients.contains(p.key())).toList();
    for (int i = 0; i < count; i++) {
      for (Param param : learned) {
        history.computeIfAbsent(
            historyKey(i, param), k -> Nd4j.create(DataType.FLOAT, param.shape().dims()));
      }
    }
    forget();
    ruleType = rule.type();
    known = gradients.count();
    run =
        updates.over(
            learned.stream()
                .map(
                    param ->
                        new Updates.Target(
                            param,
                            gradients.array(param.key()),
                            IntStream.range(0, count).mapToObj(i -> historyOf(i, param)).toList()))
                .toList());
    return run;
  }

  private void forget() {
    if (run != null) {
      run.close();
      run = null;
    }
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
    forget();
    history.values().forEach(INDArray::close);
    history.clear();
  }

  @Override
  public void close() {
    clearHistory();
  }
}
