package io.fcn4j.core.program;

import io.fcn4j.core.Param;
import io.fcn4j.core.Params;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values and parameters get a gradient: those that something learned lies below of and that a
 * loss lies above of. Nothing else is computed in a backward pass.
 */
final class GradientFlow {
  private final Params params;
  private final boolean all;
  private final Set<Value> seeds = new HashSet<>();
  private final Set<Value> withDiff = new HashSet<>();

  /**
   * The flow through a program, with gradients also put in at {@code injected}.
   *
   * @param all whether all parameters get gradients, not only those that are learned
   * @param toInputs whether the inputs get gradients
   */
  GradientFlow(Program program, Params params, boolean all, boolean toInputs, Set<Value> injected) {
    this.params = params;
    this.all = all;
    if (!program.backward()) {
      return;
    }
    Set<Value> needing = new HashSet<>();
    if (toInputs) {
      needing.addAll(program.inputs());
    }
    for (Step step : program.steps()) {
      if (learns(step) || anyBottomIn(needing, step)) {
        needing.addAll(step.tops());
      }
    }
    seeds.addAll(injected);
    Set<Value> contributing = new HashSet<>(seeds);
    List<Step> steps = program.steps();
    for (int s = steps.size() - 1; s >= 0; s--) {
      Step step = steps.get(s);
      for (int t = 0; t < step.tops().size(); t++) {
        if (step.lossWeights().get(t) != 0) {
          seeds.add(step.tops().get(t));
          contributing.add(step.tops().get(t));
        }
      }
      if (step.tops().stream().anyMatch(contributing::contains)) {
        for (int b = 0; b < step.bottoms().size(); b++) {
          if (step.propagates().get(b)) {
            contributing.add(step.bottoms().get(b));
          }
        }
      }
    }
    withDiff.addAll(needing);
    withDiff.retainAll(contributing);
  }

  /** Whether a step takes part in the backward pass. */
  boolean runsBackward(Step step) {
    if (step.tops().stream().noneMatch(withDiff::contains)) {
      return false;
    }
    for (int b = 0; b < step.bottoms().size(); b++) {
      if (wantsBottom(step, b)) {
        return true;
      }
    }
    return learns(step);
  }

  boolean wantsBottom(Step step, int bottom) {
    return step.propagates().get(bottom) && withDiff.contains(step.bottoms().get(bottom));
  }

  boolean wantsParam(String key) {
    Param param = params.get(key);
    return all ? param.spec().learned() : param.isLearned();
  }

  /** Whether the gradient of a value starts from outside: with a loss weight or a diff. */
  boolean isSeed(Value value) {
    return seeds.contains(value);
  }

  private boolean learns(Step step) {
    return step.params().stream().anyMatch(this::wantsParam);
  }

  private boolean anyBottomIn(Set<Value> values, Step step) {
    for (int b = 0; b < step.bottoms().size(); b++) {
      if (step.propagates().get(b) && values.contains(step.bottoms().get(b))) {
        return true;
      }
    }
    return false;
  }
}
