package io.fcn4j.core.program;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.SessionOptions;
import io.fcn4j.core.Shape;
import java.util.ArrayList;
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
  private final PlanParams params;
  private final Map<Value, INDArray> values = new HashMap<>();
  private final Map<Value, INDArray> diffs = new HashMap<>();

  Bindings(
      ProgramPlan plan,
      Border border,
      Arena arena,
      PlanParams params,
      Gradients gradients,
      SessionOptions options) {
    this.plan = plan;
    this.border = border;
    this.hadBorder = border.isFilled();
    this.arena = arena;
    this.params = params;
    CounterRandom seed = CounterRandom.seeded(options.seed());
    plan.values.forEach((value, region) -> values.put(value, view(region, value.shape())));
    plan.diffs.forEach((value, region) -> diffs.put(value, view(region, value.shape())));
    for (int s = 0; s < plan.steps.size(); s++) {
      PlannedStep step = plan.steps.get(s);
      PlanParams.OfStep own = params.of(s);
      List<@Nullable INDArray> paramDiffs = new ArrayList<>();
      List<String> keys = step.step.params();
      for (int p = 0; p < keys.size(); p++) {
        boolean wanted = step.wantsParamDiff(p);
        paramDiffs.add(wanted ? own.inShape(gradients.array(keys.get(p)), p) : null);
      }
      steps.add(new BoundStep(step, this, own, paramDiffs, gradients, seed));
    }
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

  /** See {@link PlanParams#isValid}. */
  boolean isValid() {
    return params.isValid();
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
