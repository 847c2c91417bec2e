package io.fcn4j.models.data;

import io.fcn4j.core.FcnException;
import io.fcn4j.models.image.LabelMap;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Reads a whole data set once, before training, so that a bad file shows at the start and not after
 * hours.
 *
 * @param pixels how many pixels carry each class
 * @param ignored how many pixels carry the ignore label
 */
public record DatasetCheck(List<Long> pixels, long ignored) {
  private static final int SHOWN = 5;

  public DatasetCheck {
    pixels = List.copyOf(pixels);
  }

  /**
   * Reads every sample.
   *
   * @throws DatasetException if samples cannot be read or their label maps do not fit (it shows the
   *     first few), or if fewer than two classes occur
   */
  public static DatasetCheck of(SegmentationDataset dataset) {
    AtomicLongArray counts = new AtomicLongArray(256);
    List<String> problems =
        IntStream.range(0, dataset.size())
            .parallel()
            .mapToObj(index -> problem(dataset, index, counts))
            .flatMap(Optional::stream)
            .toList();
    if (!problems.isEmpty()) {
      throw new DatasetException(report(problems, dataset.size()));
    }
    int classes = dataset.classNames().size();
    DatasetCheck check =
        new DatasetCheck(
            IntStream.range(0, classes).mapToObj(counts::get).toList(),
            counts.get(dataset.ignoreLabel()));
    check.requireTwoClasses(dataset);
    return check;
  }

  /** Why a sample cannot be used; the pixels of a sound one are added to the counts. */
  private static Optional<String> problem(
      SegmentationDataset dataset, int index, AtomicLongArray counts) {
    try {
      LabelMap labels = dataset.labels(index);
      LabelCheck.check(dataset, index, dataset.image(index), labels);
      long[] own = labels.counts();
      for (int label = 0; label < own.length; label++) {
        counts.addAndGet(label, own[label]);
      }
      return Optional.empty();
    } catch (FcnException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String report(List<String> problems, int size) {
    int more = problems.size() - SHOWN;
    return problems.size()
        + " of "
        + size
        + " samples cannot be used\n  "
        + String.join("\n  ", problems.subList(0, Math.min(SHOWN, problems.size())))
        + (more > 0 ? "\n  and " + more + " more" : "");
  }

  private void requireTwoClasses(SegmentationDataset dataset) {
    List<Integer> present =
        IntStream.range(0, pixels.size()).filter(label -> pixels.get(label) > 0).boxed().toList();
    if (present.size() >= 2) {
      return;
    }
    String found =
        present.isEmpty()
            ? "no pixel belongs to a class"
            : String.format(
                "all %d labelled pixels are class %d (%s)",
                Collections.max(pixels), present.get(0), dataset.classNames().get(present.get(0)));
    throw new DatasetException(
        String.format(
            "data set of %d samples: %s, and %d pixels carry the ignore label %d; expected at least"
                + " two classes to tell apart. In masks of 0 and 255, renumber 255 to 1.",
            dataset.size(), found, ignored, dataset.ignoreLabel()));
  }
}
