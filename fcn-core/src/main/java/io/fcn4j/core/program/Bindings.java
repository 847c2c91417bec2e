package io.fcn4j.core.program;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.Param;
import io.fcn4j.core.ParamHandle;
import io.fcn4j.core.ParamSpec;
import io.fcn4j.core.Params;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import io.fcn4j.core.nd4j.Views;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan with its memory: the arrays of all values and gradients, and the steps bound to them. */
final class Bindings implements AutoCloseable {
  final List<BoundStep> steps = new ArrayList<>();
  final ProgramPlan plan;
  private final Border border;
  private final boolean hadBorder;
  private boolean borderTaken;
  private final Arena arena;
  private final Params params;
  private final boolean releases;
  private final List<Runnable> atEnds;
  private final Map<String, Long> checked = new HashMap<>();
  private final Map<Value, INDArray> values = new HashMap<>();
  private final Map<Value, INDArray> diffs = new HashMap<>();

  Bindings(
      ProgramPlan plan,
      Border border,
      Arena arena,
      Params params,
      Gradients gradients,
      SessionOptions options,
      List<Runnable> atEnds) {
    this.plan = plan;
    this.border = border;
    this.hadBorder = border.isFilled();
    this.atEnds = atEnds;
    this.releases = options.releasesPlainWeights();
    CounterRandom seed = CounterRandom.seeded(options.seed());
    this.arena = arena;
    this.params = params;
    isValid();
    plan.values.forEach((value, region) -> values.put(value, view(region, value.shape())));
    plan.diffs.forEach((value, region) -> diffs.put(value, view(region, value.shape())));
    for (PlannedStep step : plan.steps) {
      List<INDArray> arrays = new ArrayList<>();
      List<@Nullable INDArray> paramDiffs = new ArrayList<>();
      List<ParamSpec> specs = step.step.layer().params(step.bottoms());
      List<String> keys = step.step.params();
      for (int p = 0; p < keys.size(); p++) {
        String key = keys.get(p);
        long[] dims = specs.get(p).shape().dims();
        Param param = params.get(key);
        arrays.add(param.isReleased() ? param.identity() : inShape(param.array(), dims));
        paramDiffs.add(step.wantsParamDiff(p) ? inShape(gradients.array(key), dims) : null);
      }
      steps.add(new BoundStep(step, this, arrays, paramDiffs, gradients, seed));
    }
  }

  /**
   * Lets kernels take their parameters over, the largest first: what is freed then is there for the
   * others.
   */
  void prepare() {
    steps.stream()
        .sorted(Comparator.comparingLong(step -> -paramCount(step)))
        .forEach(step -> step.plan.kernel.prepare(step));
  }

  private long paramCount(BoundStep step) {
    return step.plan.step.params().stream().mapToLong(key -> params.get(key).shape().count()).sum();
  }

  /** Layers that share a parameter permissively may each see it in a shape of their own. */
  private static INDArray inShape(INDArray array, long[] dims) {
    return Arrays.equals(array.shape(), dims) ? array : Views.reshape(array, dims);
  }

  INDArray value(Value value) {
    return existing(values.get(value), value);
  }

  INDArray diff(Value value) {
    return existing(diffs.get(value), value);
  }

  boolean hasDiff(Value value) {
    return diffs.containsKey(value);
  }

  /** Whether what the passes relied on is still so; looked at where parameters have changed. */
  boolean isValid() {
    for (Assumption assumption : plan.program.assumptions()) {
      Param param = params.get(assumption.param());
      Long known = checked.put(param.key(), param.version());
      boolean changed = known != null && known != param.version();
      if (changed && !assumption.holds().test(param.array())) {
        return false;
      }
    }
    return true;
  }

  /** Hands the border over to the plan that is made with it. */
  Border takeBorder() {
    borderTaken = true;
    return border;
  }

  /** Whether a pass has filled the border, so that a plan made with it computes less. */
  boolean canBeLess() {
    return !hadBorder && border.isFilled();
  }

  /** Refuses a parameter that has been released. */
  void requireParam(String key) {
    params.get(key).array();
  }

  ParamHandle handle(String key) {
    Param param = params.get(key);
    return new ParamHandle() {
      @Override
      public Object identity() {
        return param.identity();
      }

      @Override
      public long version() {
        return param.version();
      }

      @Override
      public void replacedUntil(Runnable atEnd) {
        if (release(param)) {
          atEnds.add(atEnd);
        } else {
          atEnd.run();
        }
      }
    };
  }

  /** Frees a parameter's array, if that is wanted and nobody else may look at it. */
  private boolean release(Param param) {
    long readers =
        plan.program.steps().stream().filter(step -> step.params().contains(param.key())).count();
    boolean may = releases && readers == 1 && params.openSessions() == 1 && !param.isReleased();
    if (may) {
      param.release();
    }
    return may;
  }

  INDArray view(Region region, Shape shape) {
    return arena.view(region.offset, shape.dims());
  }

  private static INDArray existing(@Nullable INDArray array, Value value) {
    if (array == null) {
      throw new IllegalStateException("value '" + value + "' is not part of this plan");
    }
    return array;
  }

  @Override
  public void close() {
    plan.close();
    if (!borderTaken) {
      border.close();
    }
  }
}
