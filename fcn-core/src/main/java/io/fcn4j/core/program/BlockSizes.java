package io.fcn4j.core.program;

import io.fcn4j.core.Locality;
import io.fcn4j.core.Phase;
import java.util.Map;

/** Whether the layers of a block, those between two that stride, are fast at some size. */
final class BlockSizes {
  private final FastSizes fast;
  private final Phase phase;
  private final Map<Value, Step> makers;

  BlockSizes(Program program, FastSizes fast) {
    this.fast = fast;
    phase = program.phase();
    makers = program.makers();
  }

  /**
   * Whether the layers below a step are fast if it reads so many rows or columns.
   *
   * @param axis 0 for rows, 1 for columns
   * @param valid whether each layer then reads more than it makes, without padding
   */
  boolean isFastBelow(Step step, int axis, long read, boolean valid) {
    Step at = makers.get(step.bottoms().get(0));
    long made = read;
    while (at != null) {
      Locality locality = at.locality(phase);
      if (locality instanceof Locality.Any) {
        return true;
      }
      if (locality instanceof Locality.Windows windows) {
        Locality.Axis its = windows.axis(axis);
        if (its.stride() > 1) {
          return true;
        }
        if (!fast.has(at, made)) {
          return false;
        }
        made += valid ? its.extent() - 1 : 0;
      }
      at = makers.get(at.bottoms().get(0));
    }
    return true;
  }
}
