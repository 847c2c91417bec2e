package io.fcn4j.testkit;

import io.fcn4j.core.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A batch of two images against two batches of one. */
final class Batch {
  private static final double TOLERANCE = 1e-6;

  /** Gradients of parameters are sums over the batch, in an order of the layer's choice. */
  private static final double TOLERANCE_OF_SUMS = 1e-5;

  private Batch() {}

  /** Whether the first axis of all bottoms and of some top counts images that don't mix. */
  static boolean concerns(Subject subject) {
    return !subject.layer().capabilities().mixesBatch()
        && !subject.draws()
        && subject.bottoms().stream().allMatch(shape -> shape.rank() > 0)
        && subject.bottoms().stream().map(Shape::n).distinct().count() == 1
        && of(1, subject).isPresent()
        && of(2, subject).isPresent()
        && tops(subject).anyMatch(top -> isPerImage(subject, top));
  }

  static void check(Subject subject) {
    Subject both = of(2, subject).orElseThrow();
    Subject first = of(1, subject).orElseThrow();
    Subject second = first.image(1);
    try (Rig rig = new Rig(both);
        Rig alone = new Rig(first)) {
      Snapshot together = rig.run(both, 0);
      Snapshot one = alone.run(first, 0);
      Snapshot other = alone.run(second, 0);
      tops(subject)
          .filter(top -> isPerImage(subject, top))
          .forEach(top -> compareImages("top " + top, together, one, other));
      if (subject.hasBackward() && tops(subject).allMatch(top -> isPerImage(subject, top))) {
        for (int i = 0; i < subject.bottoms().size(); i++) {
          if (subject.layer().propagatesTo(i)) {
            compareImages("gradient of bottom " + i, together, one, other);
          }
        }
        for (int i = 0; i < subject.params().size(); i++) {
          if (subject.params().get(i).learned()) {
            compareSums("gradient of " + Rig.param(subject, i), together, one, other);
          }
        }
      }
    }
  }

  private static Optional<Subject> of(long images, Subject subject) {
    return subject.resized(shape -> shape.with(0, images));
  }

  private static IntStream tops(Subject subject) {
    return IntStream.range(0, subject.tops().size());
  }

  private static boolean isPerImage(Subject subject, int top) {
    return hasImages(1, subject, top) && hasImages(2, subject, top);
  }

  private static boolean hasImages(long images, Subject subject, int top) {
    List<Shape> tops = of(images, subject).orElseThrow().tops();
    return tops.get(top).rank() > 0 && tops.get(top).n() == images;
  }

  private static void compareImages(String what, Snapshot together, Snapshot one, Snapshot other) {
    float[] first = one.get(what).data;
    float[] second = other.get(what).data;
    float[] joined = new float[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    compare(what, together, joined, TOLERANCE);
  }

  private static void compareSums(String what, Snapshot together, Snapshot one, Snapshot other) {
    float[] sum = one.get(what).data.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.get(what).data[i];
    }
    compare(what, together, sum, TOLERANCE_OF_SUMS);
  }

  private static void compare(String what, Snapshot together, float[] apart, double tolerance) {
    Snapshot.Values found = together.get(what);
    Snapshot.Values expected = new Snapshot.Values(found.shape, apart);
    Snapshot.require(what, found, expected, tolerance, "a batch of two against two of one");
  }
}
