package io.fcn4j.core.program;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.KernelIo;
import io.fcn4j.core.KernelParams;
import io.fcn4j.core.ParamHandle;
import io.fcn4j.core.Slot;
import io.fcn4j.core.StepTime;
import io.fcn4j.core.StepWatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A planned step with its arrays. */
final class BoundStep implements KernelIo {
  final PlannedStep plan;
  private final List<INDArray> bottoms;
  private final List<INDArray> tops;
  private final KernelParams params;
  private final List<@Nullable INDArray> topDiffs;
  private final List<@Nullable INDArray> bottomDiffs = new ArrayList<>();
  private final List<@Nullable INDArray> paramDiffs;
  private final Gradients gradients;
  private final boolean[] firstDiffs;
  private final Map<Slot, INDArray> slots = new HashMap<>();
  private final List<Addend> addends = new ArrayList<>();
  private final List<INDArray> zeroDiffs = new ArrayList<>();
  private final CounterRandom stream;
  private CounterRandom random;
  private boolean inPlace;

  /** A gradient that is written aside, because another reader of the blob has written its own. */
  private record Addend(INDArray own, INDArray sum) {}

  BoundStep(
      PlannedStep plan,
      Bindings bindings,
      KernelParams params,
      List<@Nullable INDArray> paramDiffs,
      Gradients gradients,
      CounterRandom seed) {
    this.plan = plan;
    this.params = params;
    this.paramDiffs = paramDiffs;
    this.gradients = gradients;
    this.firstDiffs = new boolean[paramDiffs.size()];
    bottoms = plan.step.bottoms().stream().map(bindings::value).toList();
    tops = plan.step.tops().stream().map(bindings::value).toList();
    topDiffs = new ArrayList<>();
    plan.step.tops().forEach(top -> topDiffs.add(plan.backward() ? bindings.diff(top) : null));
    for (int b = 0; b < bottoms.size(); b++) {
      Value value = plan.step.bottoms().get(b);
      boolean wanted = plan.wantsBottomDiff(b);
      Region addend = plan.addends.get(b);
      INDArray diff = wanted ? bindings.diff(value) : null;
      if (diff != null && addend != null) {
        INDArray own = bindings.view(addend, value.shape());
        addends.add(new Addend(own, diff));
        diff = own;
      }
      bottomDiffs.add(diff);
    }
    plan.zeroDiffs.forEach(top -> zeroDiffs.add(bindings.diff(top)));
    plan.slots.forEach((slot, region) -> slots.put(slot, bindings.view(region, slot.shape())));
    stream = seed.stream(plan.step.name());
    random = stream;
  }

  void forward(long iteration, @Nullable StepWatcher watcher) {
    random = stream.stream(iteration);
    inPlace = plan.inPlace;
    run(plan.kernel::forward, false, watcher);
  }

  void backward(@Nullable StepWatcher watcher) {
    zeroDiffs.forEach(diff -> diff.assign(0f));
    for (int p = 0; p < firstDiffs.length; p++) {
      if (wantsParamDiff(p)) {
        firstDiffs[p] =
            gradients.begin(plan.step.params().get(p), plan.kernel.overwritesFirstDiffs());
      }
    }
    inPlace = plan.diffInPlace;
    run(plan.kernel::backward, true, watcher);
    addends.forEach(addend -> addend.sum.addi(addend.own));
  }

  private void run(Consumer<KernelIo> pass, boolean backward, @Nullable StepWatcher watcher) {
    long start = watcher == null ? 0 : System.nanoTime();
    try {
      pass.accept(this);
    } catch (FcnException e) {
      throw PlannedStep.naming(plan.step, e);
    }
    if (watcher != null) {
      long nanos = System.nanoTime() - start;
      watcher.ran(
          new StepTime(
              plan.step.name(),
              plan.step.layer().type(),
              plan.kernel.algorithm(),
              backward,
              plan.step.layer().macs(plan.bottoms()),
              nanos));
    }
  }

  @Override
  public INDArray bottom(int i) {
    return bottoms.get(i);
  }

  @Override
  public INDArray top(int i) {
    return tops.get(i);
  }

  @Override
  public INDArray param(int i) {
    return params.param(i);
  }

  @Override
  public INDArray topDiff(int i) {
    return wanted(topDiffs.get(i), "diff of top", i);
  }

  @Override
  public INDArray bottomDiff(int i) {
    return wanted(bottomDiffs.get(i), "diff of bottom", i);
  }

  @Override
  public INDArray paramDiff(int i) {
    return wanted(paramDiffs.get(i), "diff of parameter", i);
  }

  @Override
  public boolean isFirstDiff(int i) {
    return firstDiffs[i];
  }

  @Override
  public boolean wantsBottomDiff(int i) {
    return bottomDiffs.get(i) != null;
  }

  @Override
  public boolean wantsParamDiff(int i) {
    return paramDiffs.get(i) != null;
  }

  @Override
  public INDArray slot(Slot slot) {
    return wanted(slots.get(slot), "slot", 0);
  }

  @Override
  public CounterRandom random() {
    return random;
  }

  @Override
  public ParamHandle paramHandle(int i) {
    return params.paramHandle(i);
  }

  @Override
  public boolean inPlace() {
    return inPlace;
  }

  private INDArray wanted(@Nullable INDArray array, String what, int i) {
    if (array == null) {
      throw new IllegalStateException(
          plan.step.describe()
              + ": the kernel asks for "
              + what
              + " "
              + i
              + ", which has no memory");
    }
    return array;
  }
}
