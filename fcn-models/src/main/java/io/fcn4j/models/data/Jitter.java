package io.fcn4j.models.data;

import io.fcn4j.core.CounterRandom;
import io.fcn4j.core.FcnException;
import io.fcn4j.core.solver.Sample;
import io.fcn4j.core.solver.SampleTransform;
import java.util.function.ToDoubleFunction;

/**
 * Shifts all arrays of a sample by a whole number of pixels, drawn evenly from -maxShift to
 * maxShift for each axis; the FCN paper's augmentation with maxShift 32. Sizes stay: what is
 * shifted in is padding. Arrays are N x C x H x W.
 *
 * @param padding the value to pad a blob with
 */
public record Jitter(int maxShift, ToDoubleFunction<String> padding) implements SampleTransform {
  public Jitter {
    if (maxShift < 1) {
      throw new FcnException("jitter: the largest shift is " + maxShift + "; expected 1 or more");
    }
  }

  /** Pads the blob "label" with 255 and all others with 0, which is the mean colour of an image. */
  public static Jitter of(int maxShift) {
    return new Jitter(maxShift, blob -> blob.equals(SegmentationDataset.LABEL) ? 255 : 0);
  }

  /** Pads as a data set does: {@code Jitter.of(32).padding(dataset::padding)}. */
  public Jitter padding(ToDoubleFunction<String> padding) {
    return new Jitter(maxShift, padding);
  }

  @Override
  public Sample apply(Sample sample, CounterRandom random) {
    CounterRandom shifts = random.stream("jitter");
    int right = shifts.below(2 * maxShift + 1, 0) - maxShift;
    int down = shifts.below(2 * maxShift + 1, 1) - maxShift;
    return new Move(false, right, down).apply(sample, padding);
  }
}
