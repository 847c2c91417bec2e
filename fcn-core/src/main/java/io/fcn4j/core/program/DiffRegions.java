package io.fcn4j.core.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which region the gradient of each value lies in. The backward pass is walked in its order: the
 * last reader of a value is the first to write its gradient; what the others write is added.
 */
final class DiffRegions {
  final Map<Value, Region> regions = new LinkedHashMap<>();

  /** Values whose gradient starts from outside. */
  final List<Value> seeds = new ArrayList<>();

  private final List<PlannedStep> steps;
  private final GradientFlow flow;
  private final Set<Value> kept;
  private final long end;

  /** When the maker of a value has used its gradient. */
  private final Map<Value, Long> madeBy = new HashMap<>();

  DiffRegions(List<PlannedStep> steps, GradientFlow flow, Set<Value> kept, long end) {
    this.steps = steps;
    this.flow = flow;
    this.kept = kept;
    this.end = end;
    for (PlannedStep step : steps) {
      step.step.tops().forEach(top -> madeBy.put(top, step.backwardTime()));
    }
    for (int k = steps.size() - 1; k >= 0; k--) {
      if (steps.get(k).backward()) {
        place(steps.get(k));
      }
    }
  }

  private void place(PlannedStep step) {
    long now = step.backwardTime();
    for (Value top : step.step.tops()) {
      if (!regions.containsKey(top)) {
        seedOrZero(step, top);
      }
      Region.of(regions, top).during(now, kept.contains(top) ? end : now);
    }
    for (int b = 0; b < step.step.bottoms().size(); b++) {
      if (flow.wantsBottom(step.step, b)) {
        placeBottom(step, b, now);
      }
    }
  }

  private void seedOrZero(PlannedStep step, Value top) {
    if (flow.isSeed(top)) {
      seed(top, step.backwardTime());
    } else {
      regions.put(top, fresh(top));
      step.zeroDiffs.add(top);
    }
  }

  /** Seeds are put in when all forward steps are over. */
  private void seed(Value value, long until) {
    regions.put(value, fresh(value).during(steps.size(), until));
    seeds.add(value);
  }

  private void placeBottom(PlannedStep step, int b, long now) {
    Value bottom = step.step.bottoms().get(b);
    if (!regions.containsKey(bottom) && flow.isSeed(bottom)) {
      seed(bottom, now);
    }
    Region known = regions.get(bottom);
    if (known != null) {
      known.during(now, readBy(bottom));
      step.addends.put(b, fresh(bottom).during(now, now));
      return;
    }
    Value top = step.step.tops().isEmpty() ? null : step.step.tops().get(0);
    boolean inPlace = b == 0 && top != null && step.isInPlaceCandidate() && !kept.contains(top);
    step.diffInPlace |= inPlace;
    Region region = inPlace && top != null ? Region.of(regions, top) : fresh(bottom);
    regions.put(bottom, region.during(now, readBy(bottom)));
  }

  private long readBy(Value value) {
    return kept.contains(value) ? end : madeBy.getOrDefault(value, end);
  }

  private static Region fresh(Value value) {
    return Region.of("gradient of " + value, value.shape());
  }
}
