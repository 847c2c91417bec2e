package io.fcn4j.core.program;

import io.fcn4j.core.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What runs for one set of input shapes, and where everything lies: every value, every gradient of
 * a value and all memory of kernels is a region of one arena, reused after its last reader.
 *
 * <p>Time: the inputs are written at -1, step k of the plan runs forward at k and backward at 2n -
 * k; gradients from outside are put in at n.
 */
final class ProgramPlan implements AutoCloseable {
  private static final int SHOWN = 5;

  final Program program;
  final List<PlannedStep> steps = new ArrayList<>();
  final Map<Value, Region> values;
  final Map<Value, Region> diffs;

  /** Values whose gradient starts from outside. */
  final List<Value> seeds;

  /** The arena's elements. */
  final long length;

  private final Map<Value, Float> losses = new LinkedHashMap<>();
  private final Set<Region> regions = new LinkedHashSet<>();

  /**
   * @param kept values that are read after the passes
   */
  ProgramPlan(Program program, GradientFlow flow, Set<Value> kept) {
    this.program = program;
    int count = program.steps().size();
    long end = 2L * count + 1;
    try {
      for (int k = 0; k < count; k++) {
        Step step = program.steps().get(k);
        var times = new PlannedStep.Times(k, 2L * count - k);
        steps.add(new PlannedStep(step, program.phase(), flow, kept, times));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    program.steps().forEach(this::noteLosses);
    Set<Value> read = new LinkedHashSet<>(kept);
    read.addAll(losses.keySet());
    values = ValueRegions.of(program, steps, read, end);
    DiffRegions gradients = new DiffRegions(steps, flow, kept, end);
    diffs = gradients.regions;
    seeds = gradients.seeds;
    regions.addAll(values.values());
    regions.addAll(diffs.values());
    steps.forEach(step -> regions.addAll(step.slots.values()));
    steps.forEach(step -> regions.addAll(step.addends.values()));
    length = Region.place(List.copyOf(regions));
  }

  private void noteLosses(Step step) {
    for (int t = 0; t < step.tops().size(); t++) {
      if (step.lossWeights().get(t) != 0) {
        losses.put(step.tops().get(t), step.lossWeights().get(t));
      }
    }
  }

  /** The values that are part of the loss. */
  Set<Value> losses() {
    return losses.keySet();
  }

  /** The weight of a value in the loss; 0 if it has none. */
  float lossWeight(Value value) {
    return losses.getOrDefault(value, 0f);
  }

  long bytes() {
    return length * Float.BYTES;
  }

  /** What a session tells of it, which stays when the plan is gone. */
  Plan report() {
    long bytes = bytes();
    String text = describe();
    return new Plan() {
      @Override
      public long bytes() {
        return bytes;
      }

      @Override
      public String describe() {
        return text;
      }
    };
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    for (PlannedStep step : steps) {
      for (Value top : step.step.tops()) {
        text.append(
            "%-24s %-16s %-20s %-20s at %,d%s%n"
                .formatted(
                    step.step.name(),
                    step.step.layer().type(),
                    top.shape(),
                    step.kernel.algorithm(),
                    Region.of(values, top).offset * Float.BYTES,
                    step.inPlace && top == step.step.tops().get(0) ? " in place" : ""));
      }
    }
    return text.append("total %,d bytes".formatted(bytes())).toString();
  }

  /** The largest regions, one to a line. */
  String largest() {
    StringBuilder text = new StringBuilder();
    regions.stream()
        .sorted(Comparator.comparingLong((Region region) -> region.length).reversed())
        .limit(SHOWN)
        .forEach(
            region ->
                text.append(
                    "%n  %,12d MB  %s"
                        .formatted(region.length * Float.BYTES / 1_000_000, region.label)));
    return text.toString();
  }

  /** Frees what the kernels hold outside of the arena. */
  @Override
  public void close() {
    steps.forEach(step -> step.kernel.close());
  }
}
