package io.fcn4j.core.program;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which region each value lies in, and from when to when; decides what runs in place. */
final class ValueRegions {
  private final Map<Value, Region> regions = new LinkedHashMap<>();
  private final Map<Value, Long> lastUse;

  private ValueRegions(Map<Value, Long> lastUse) {
    this.lastUse = lastUse;
  }

  /**
   * The region of every value.
   *
   * @param kept values that are read after the passes, which are over at {@code end}
   */
  static Map<Value, Region> of(
      Program program, List<PlannedStep> steps, Set<Value> kept, long end) {
    Map<Value, Long> lastUse = new HashMap<>();
    steps.forEach(step -> noteReads(step, lastUse));
    kept.forEach(value -> lastUse.put(value, end));
    ValueRegions values = new ValueRegions(lastUse);
    for (Value input : program.inputs()) {
      values.occupy(input, fresh(input), -1);
    }
    steps.forEach(values::place);
    return values.regions;
  }

  /** Training keeps what backward passes read, by what their layers say of themselves. */
  private static void noteReads(PlannedStep step, Map<Value, Long> lastUse) {
    var capabilities = step.step.layer().capabilities();
    boolean readsBottoms = step.backward() && capabilities.backwardReadsBottoms();
    boolean readsTops = step.backward() && capabilities.backwardReadsTops();
    note(step.step.bottoms(), readsBottoms ? step.backwardTime() : step.forwardTime(), lastUse);
    note(step.step.tops(), readsTops ? step.backwardTime() : step.forwardTime(), lastUse);
  }

  private static void note(List<Value> values, long time, Map<Value, Long> lastUse) {
    values.forEach(value -> lastUse.merge(value, time, Math::max));
  }

  private void place(PlannedStep step) {
    for (int t = 0; t < step.step.tops().size(); t++) {
      Value top = step.step.tops().get(t);
      boolean inPlace = t == 0 && canBeInPlace(step);
      step.inPlace |= inPlace;
      Region region = inPlace ? Region.of(regions, step.step.bottoms().get(0)) : fresh(top);
      occupy(top, region, step.forwardTime());
    }
  }

  private boolean canBeInPlace(PlannedStep step) {
    return step.isInPlaceCandidate()
        && lastUse.getOrDefault(step.step.bottoms().get(0), -1L) == step.forwardTime();
  }

  private static Region fresh(Value value) {
    return Region.of(value.name(), value.shape());
  }

  private void occupy(Value value, Region region, long from) {
    regions.put(value, region.during(from, lastUse.getOrDefault(value, -1L)));
  }
}
